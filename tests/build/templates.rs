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
