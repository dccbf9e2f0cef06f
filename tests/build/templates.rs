//! Does the build keep what templates make, once they were named?

use crate::house;

#[test]
fn a_changed_template_is_rendered_by_the_build() {
    let house = house();
    let folder = &house.workspace.folder;
    folder.write("templates/title.txt.j2", "{{ catalog.title }}\n");
    house.annals(&["generate", "--templates", "templates"]).ends(0);
    house.build().ends(0);
    folder.edit("templates/title.txt.j2", "{{", "Title: {{");
    house.build().ends(0);
    assert!(folder.read("generated/title.txt").starts_with("Title: "));
    folder.edit("templates/title.txt.j2", "catalog.title", "catalog.titel");
    house.build().fails().says(&["catalog.titel", "title.txt.j2:1", "did you mean `title`?"]);
    house.annals(&["generate", "--no-templates"]).ends(0);
    folder.remove("templates/title.txt.j2");
    assert!(!folder.has("generated/title.txt"));
}
