//! Strongly connected components and reachability in graphs of records.

/// The component of each node: two nodes have the same one if each can be reached from the other.
/// Not recursive, so that a deep catalog does not overflow the stack.
pub(crate) fn components(edges: &[Vec<usize>]) -> Vec<usize> {
    let mut search = Search {
        edges,
        found: vec![0; edges.len()],
        low: vec![0; edges.len()],
        component: vec![usize::MAX; edges.len()],
        open: Vec::new(),
        count: 0,
        components: 0,
    };
    for node in 0..edges.len() {
        if search.found[node] == 0 {
            search.from(node);
        }
    }
    search.component
}

/// Tarjan's algorithm with a stack of its own.
struct Search<'a> {
    edges: &'a [Vec<usize>],
    /// The order in which nodes were found, from 1; 0 if not found yet.
    found: Vec<usize>,
    low: Vec<usize>,
    component: Vec<usize>,
    /// Nodes whose component is not known yet.
    open: Vec<usize>,
    count: usize,
    components: usize,
}

impl Search<'_> {
    fn from(&mut self, start: usize) {
        // Nodes and the number of their edges that were followed.
        let mut path = vec![(start, 0)];
        self.enter(start);
        while let Some((node, followed)) = path.last_mut() {
            let node = *node;
            if let Some(target) = self.edges[node].get(*followed).copied() {
                *followed += 1;
                if self.found[target] == 0 {
                    self.enter(target);
                    path.push((target, 0));
                } else if self.component[target] == usize::MAX {
                    self.low[node] = self.low[node].min(self.found[target]);
                }
                continue;
            }
            path.pop();
            if let Some((parent, _)) = path.last() {
                self.low[*parent] = self.low[*parent].min(self.low[node]);
            }
            if self.low[node] == self.found[node] {
                self.close(node);
            }
        }
    }

    fn enter(&mut self, node: usize) {
        self.count += 1;
        self.found[node] = self.count;
        self.low[node] = self.count;
        self.open.push(node);
    }

    fn close(&mut self, root: usize) {
        while let Some(node) = self.open.pop() {
            self.component[node] = self.components;
            if node == root {
                break;
            }
        }
        self.components += 1;
    }
}

/// All nodes that can be reached from `starts`, and those.
pub(crate) fn reached(edges: &[Vec<usize>], starts: impl IntoIterator<Item = usize>) -> Vec<bool> {
    let mut reached = vec![false; edges.len()];
    let mut next: Vec<usize> = starts.into_iter().collect();
    while let Some(node) = next.pop() {
        if !std::mem::replace(&mut reached[node], true) {
            next.extend(&edges[node]);
        }
    }
    reached
}

/// The graph with every edge reversed.
pub(crate) fn reversed(edges: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut reversed = vec![Vec::new(); edges.len()];
    for (node, targets) in edges.iter().enumerate() {
        for target in targets {
            reversed[*target].push(node);
        }
    }
    reversed
}

#[cfg(test)]
mod tests {
    use super::{components, reached, reversed};

    #[test]
    fn components_are_cycles() {
        let edges = [vec![1], vec![2, 3], vec![0], vec![4], vec![4], vec![]];
        let found = components(&edges);
        assert_eq!((found[0], found[1]), (found[2], found[2]));
        let others: std::collections::BTreeSet<_> = found[2..].iter().collect();
        assert_eq!(others.len(), 4);
    }

    #[test]
    fn long_chains_do_not_recurse() {
        let mut edges: Vec<Vec<usize>> = (1..200_000).map(|next| vec![next]).collect();
        edges.push(vec![0]);
        assert!(components(&edges).iter().all(|component| *component == 0));
    }

    #[test]
    fn reach() {
        let edges = [vec![1], vec![], vec![1]];
        assert_eq!(reached(&edges, [0]), [true, true, false]);
        assert_eq!(reached(&reversed(&edges), [1]), [true, true, true]);
    }
}
