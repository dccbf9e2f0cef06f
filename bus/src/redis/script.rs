//! What has to be done in one step on the server.

use ::redis::Cmd;

/// Makes a table of a list of keys and values, as `XINFO` answers.
macro_rules! facts {
    () => {
        r"
local function facts(list)
  local found = {}
  for i = 1, #list, 2 do found[list[i]] = list[i + 1] end
  return found
end
"
    };
}

/// Makes the group at the first entry if it is not there. What was removed before counts as read: this group has not lost
/// it. A server before version 7 cannot be told so.
/// Keys: the stream, the note of `TRIMMED`. Arguments: the group, and the id of the last entry that was read, or an empty string. Returns whether the group was
/// made, and whether the stream is another one than that of this entry.
pub(super) const JOIN: &str = concat!(
    facts!(),
    r"
local there = redis.call('EXISTS', KEYS[1])
local gone, lost = 0, 0
if there == 1 then
  for _, group in ipairs(redis.call('XINFO', 'GROUPS', KEYS[1])) do
    if facts(group)['name'] == ARGV[1] then return {0, 0} end
  end
  local info = facts(redis.call('XINFO', 'STREAM', KEYS[1]))
  if info['entries-added'] then gone = info['entries-added'] - info['length'] end
  if ARGV[2] ~= '' and gone == 0 and #redis.call('XRANGE', KEYS[1], ARGV[2], ARGV[2]) == 0 then lost = 1 end
elseif ARGV[2] ~= '' then
  lost = 1
end
redis.call('DEL', KEYS[2])
local made = redis.pcall('XGROUP', 'CREATE', KEYS[1], ARGV[1], '0', 'MKSTREAM', 'ENTRIESREAD', gone)
if made['err'] then redis.call('XGROUP', 'CREATE', KEYS[1], ARGV[1], '0', 'MKSTREAM') end
return {1, lost}
"
);

/// Keeps the claim on entries that are still this member's.
/// Arguments: group, member, then for each entry its id and how often it was handed out, or an empty string.
pub(super) const KEEP: &str = r"
local kept = {}
for i = 3, #ARGV, 2 do
  local own = redis.call('XPENDING', KEYS[1], ARGV[1], ARGV[i], ARGV[i], 1, ARGV[2])
  if #own == 0 then
    kept[#kept + 1] = 0
  else
    if ARGV[i + 1] == '' then
      redis.call('XCLAIM', KEYS[1], ARGV[1], ARGV[2], 0, ARGV[i], 'JUSTID')
    else
      redis.call('XCLAIM', KEYS[1], ARGV[1], ARGV[2], 0, ARGV[i], 'RETRYCOUNT', ARGV[i + 1], 'JUSTID')
    end
    kept[#kept + 1] = 1
  end
end
return kept
";

/// Takes over entries that are still with the member that was seen to have them, and that it has not kept since.
/// Arguments: group, member, then for each entry its id, its owner and its idle time.
/// Returns for each nothing, or how often it was handed out and its fields; no fields if it is gone.
pub(super) const CLAIM: &str = r"
local taken = {}
for i = 3, #ARGV, 3 do
  local found = redis.call('XPENDING', KEYS[1], ARGV[1], ARGV[i], ARGV[i], 1)[1]
  local result = {}
  if found and found[2] == ARGV[i + 1] and found[3] >= tonumber(ARGV[i + 2]) then
    local entry = redis.call('XRANGE', KEYS[1], ARGV[i], ARGV[i])[1]
    if entry then
      redis.call('XCLAIM', KEYS[1], ARGV[1], ARGV[2], 0, ARGV[i], 'JUSTID')
      result = {found[4], entry}
    else
      redis.call('XACK', KEYS[1], ARGV[1], ARGV[i])
      result = {found[4]}
    end
  end
  taken[#taken + 1] = result
end
return taken
";

/// Counts what was removed before the group has read it, and notes it as read, so that it is counted once.
///
/// The server counts the entries that were ever added, and those that the group has read. The others wait in the stream,
/// or are gone. How many wait is known when the group has read all or nothing of the stream, or little of it. A server that
/// restarts from its log counts what the group has read too low, so that count is noted beside the stream, with the last
/// entry of the group. If both do not belong together, it is supposed that nothing was lost.
///
/// Keys: the stream, the note. Arguments: the group, and how: `read` after a read, `sweep` from time to time, or `look` to
/// change nothing. Returns the number lost, the number read, and the number waiting; -1 if it is not known.
pub(super) const TRIMMED: &str = concat!(
    facts!(),
    r"
local function after(a, b)
  local a1, a2 = string.match(a, '(%d+)-(%d+)')
  local b1, b2 = string.match(b, '(%d+)-(%d+)')
  a1, a2, b1, b2 = tonumber(a1), tonumber(a2), tonumber(b1), tonumber(b2)
  return a1 > b1 or (a1 == b1 and a2 > b2)
end
if redis.call('EXISTS', KEYS[1]) == 0 then return {0, -1, -1} end
local info = facts(redis.call('XINFO', 'STREAM', KEYS[1]))
local added, length, first = info['entries-added'], info['length'], info['first-entry']
local group
for _, candidate in ipairs(redis.call('XINFO', 'GROUPS', KEYS[1])) do
  candidate = facts(candidate)
  if candidate['name'] == ARGV[1] then group = candidate end
end
if not group or not added then return {0, -1, -1} end
local read, last = group['entries-read'], group['last-delivered-id']
local waiting = -1
if not first or last == info['last-generated-id'] then
  waiting = 0
elseif after(first[1], last) then
  waiting = length
elseif ARGV[2] ~= 'read' then
  local there = #redis.call('XRANGE', KEYS[1], '-', last, 'COUNT', 101)
  if there <= 100 then waiting = length - there end
end
local noted = redis.call('HMGET', KEYS[2], 'last', 'read')
local counted = read
if not read or (noted[2] and read < tonumber(noted[2])) then
  read = nil
  if noted[1] == last then
    read = tonumber(noted[2])
  elseif waiting >= 0 then
    read = added - waiting
  end
end
if not read then return {0, -1, waiting} end
local lost = 0
if waiting >= 0 then lost = math.max(0, added - read - waiting) end
if ARGV[2] ~= 'look' then
  read = read + lost
  if read ~= counted then
    redis.call('XGROUP', 'SETID', KEYS[1], ARGV[1], last, 'ENTRIESREAD', read)
  end
  if noted[1] ~= last or noted[2] ~= tostring(read) then
    redis.call('HSET', KEYS[2], 'last', last, 'read', tostring(read))
  end
end
return {lost, read, waiting}
"
);

/// Moves a dead letter to the stream of replays.
/// Keys: the dead letters, the replays. Arguments: id, then the fields.
pub(super) const REPLAY: &str = r"
if #redis.call('XRANGE', KEYS[1], ARGV[1], ARGV[1]) == 0 then return 0 end
redis.call('XADD', KEYS[2], '*', unpack(ARGV, 2))
redis.call('XDEL', KEYS[1], ARGV[1])
return 1
";

/// A command that runs a script on keys.
pub(super) fn run(script: &str, keys: &[&str]) -> Cmd {
    let mut command = ::redis::cmd("EVAL");
    command.arg(script).arg(keys.len()).arg(keys);
    command
}
