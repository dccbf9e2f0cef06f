//! Does the build keep the files of user templates up to date?

use crate::project;

#[test]
fn an_edited_template_is_rendered_by_the_build() {
    let project = project();
    let folder = &project.workspace.folder;
    folder.write("templates/title.txt.j2", "{{ catalog.title }}\n");
    project.annals(&["generate", "--templates", "templates"]).ends(0);
    // The build script learns of the templates when it next runs.
    folder.write("catalog.yaml", folder.read("catalog.yaml") + "# Read again.\n");
    project.build().ends(0);
    folder.edit("templates/title.txt.j2", "{{", "Title: {{");
    project.build().ends(0);
    assert!(folder.read("generated/title.txt").starts_with("Title: "));
    folder.edit("templates/title.txt.j2", "catalog.title", "catalog.titel");
    project.build().fails().says(&["catalog.titel", "title.txt.j2:1", "did you mean `title`?"]);
    project.annals(&["generate", "--no-templates"]).ends(0);
    folder.remove("templates/title.txt.j2");
    assert!(!folder.has("generated/title.txt"));
}

/// Anyone can write the list of what templates made, and copy a file among the schemas.
#[test]
fn a_crafted_list_and_a_foreign_schema_do_no_harm() {
    let project = project();
    let folder = &project.workspace.folder;
    let kept = [("generated/src/lib.rs", None), ("generated/schemas/avro/mine.avsc", Some("{}\n"))];
    for (path, text) in kept {
        text.into_iter().for_each(|text| folder.write(path, text));
    }
    let before = kept.map(|(path, _)| folder.read(path));
    folder.write("templates/title.txt.j2", "{{ catalog.title }}\n");
    project.annals(&["generate", "--templates", "templates"]).ends(0);
    let crafted = format!("\"files\": {{ \"src/lib.rs\": \"{:032x}\",", 1);
    folder.edit("generated/templates.lock", "\"files\": {", &crafted);
    folder.write("catalog.yaml", folder.read("catalog.yaml") + "# Read again.\n");
    project.build().ends(0).says(&["warning: ", "nothing generates", "mine.avsc"]);
    assert_eq!(kept.map(|(path, _)| folder.read(path)), before);
    assert!(!folder.read("generated/templates.lock").contains("src/lib.rs"));
    folder.remove("generated/schemas/avro/mine.avsc");
    project.annals(&["generate", "--no-templates"]).ends(0);
    folder.remove("templates/title.txt.j2");
}
