//! Can a catalog have a crate for each of its domains, so that an edit compiles only those it concerns? Runs
//! cargo in scratch workspaces.

use std::path::Path;

use annals_tests::process::{Run, annals};
use annals_tests::workspace::Workspace;

const MEMBERS: [&str; 5] = ["money", "orders", "billing", "facade", "service"];
const MONEY: &str = "shop-money = { path = \"../money\" }\n";

/// A catalog of three domains with a crate for each, one that offers all of them, and a program.
struct Shop(Workspace);

impl Shop {
    fn new(name: &str) -> Self {
        let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let shop = Self(Workspace::new(&place, &MEMBERS));
        for file in ["catalog.yaml", "orders.yaml", "billing.yaml"] {
            shop.0.copy(&format!("tests/split/{file}"), file);
        }
        shop.0.copy("tests/split/money.yaml", "common/money.yaml");
        shop.part("money", "[\"money\", \"types\"]", "");
        shop.part("orders", "[\"orders\"]", MONEY);
        shop.part("billing", "[\"billing\"]", MONEY);
        let modules = ["money", "orders", "billing"];
        let lines = modules.map(|it| format!("shop-{it} = {{ path = \"../{it}\" }}\n")).concat();
        shop.package("facade", "shop-events", &format!("[dependencies]\n{lines}"));
        let uses = modules.map(|it| format!("pub use shop_{it}::{it};\n")).concat();
        let facade = format!("//! The events of the shop.\n\n{uses}pub use shop_money::types;\n");
        shop.0.folder.write("facade/src/lib.rs", facade);
        let rest = "[dependencies]\nannals = { workspace = true }\nshop-events = { path = \"../facade\" }\n";
        shop.package("service", "service", rest);
        shop.0.copy("tests/split/service.rs", "service/src/main.rs");
        shop
    }

    fn package(&self, folder: &str, name: &str, rest: &str) {
        let manifest = format!("[package]\nname = \"{name}\"\nedition.workspace = true\n\n{rest}");
        self.0.folder.write(&format!("{folder}/Cargo.toml"), manifest);
    }

    /// A crate with these modules.
    fn part(&self, folder: &str, modules: &str, dependencies: &str) {
        let rest = format!(
            "[package.metadata.annals]\nmodules = {modules}\n\n\
             [dependencies]\nannals = {{ workspace = true }}\n{dependencies}\n\
             [build-dependencies]\nannals-codegen = {{ workspace = true }}\n"
        );
        self.package(folder, &format!("shop-{folder}"), &rest);
        let build = "//! Regenerates this crate.\n\nfn main() -> std::process::ExitCode {\n    \
                     annals_codegen::build_script::run(\"../catalog.yaml\")\n}\n";
        self.0.folder.write(&format!("{folder}/build.rs"), build);
        let root =
            "//! Events of the shop.\n\n#[rustfmt::skip]\nmod catalog;\n\npub use catalog::*;\n";
        self.0.folder.write(&format!("{folder}/src/lib.rs"), root);
    }

    fn build(&self) -> Run {
        self.0.cargo(["build", "--verbose"])
    }

    fn annals(&self, command: &str, folder: &str) -> Run {
        let program = env!("CARGO_BIN_EXE_annals-under-test");
        Run::of(&mut annals(program, self.0.folder.root(), [command, "--out", folder]))
    }
}

#[test]
fn an_edit_compiles_the_crates_that_it_concerns() {
    let shop = Shop::new("split");
    shop.build().ends(0);
    let run = shop.0.cargo(["run", "--package=service"]);
    run.ends(0);
    let events = "INVOICE_PAID ORDER_PLACED\n";
    let json = r#"{"order":{"number":"A-004711","price":{"cents":1999}}} {"invoice":{"amount":{"cents":1999}}}"#;
    assert_eq!(run.stdout, format!("{json}\n{events}"));
    shop.build().ends(0).says(&["Fresh shop-money", "Fresh shop-orders", "Fresh shop-billing"]);

    shop.0.folder.edit("orders.yaml", "has placed", "placed");
    let run = shop.build();
    run.ends(0).says(&["Fresh shop-money", "Fresh shop-billing", "Dirty shop-orders"]);
    assert!(shop.0.folder.read("orders/src/orders/events.rs").contains("a customer placed"));

    shop.0.folder.edit("common/money.yaml", "The amount.", "How much it is.");
    let run = shop.build();
    run.ends(0).says(&["Dirty shop-money", "Dirty shop-orders", "Dirty shop-billing"]);

    // A folder that only concerns one crate is watched, so a new file in it is found.
    let more = shop.0.folder.read("common/money.yaml").replace("MoneyData", "TaxData");
    shop.0.folder.write("common/tax.yaml", more);
    shop.build().ends(0).says(&["Dirty shop-money"]);
    assert!(shop.0.folder.read("money/src/money/records.rs").contains("struct TaxData"));
}

#[test]
fn each_crate_has_its_modules_and_the_files_that_they_rest_on() {
    let shop = Shop::new("split-files");
    for folder in ["money", "orders", "billing"] {
        shop.annals("generate", folder).ends(0);
        shop.annals("check", folder).ends(0);
    }
    let folder = &shop.0.folder;
    let lock = folder.read("orders/catalog.lock");
    let sources: Vec<_> = lock.lines().filter_map(|line| line.strip_prefix("source ")).collect();
    let paths: Vec<_> = sources.iter().map(|line| line.split(' ').next().unwrap()).collect();
    assert_eq!(paths, ["../catalog.yaml", "../common/money.yaml", "../orders.yaml"]);
    assert!(!lock.contains("\nrecord money") && !lock.contains("\nscalar "), "{lock}");
    assert!(lock.contains("field price money.MoneyData ::shop_money::money::MoneyData"), "{lock}");
    let schemas =
        |of: &str| folder.snapshot(&format!("{of}/schemas")).into_keys().collect::<Vec<_>>();
    assert_eq!(
        schemas("orders"),
        [
            "avro/org.example.orders.order.placed.v1.avsc",
            "json/org.example.orders.order.placed.v1.schema.json"
        ]
    );
    assert!(folder.has("money/src/types.rs") && !folder.has("orders/src/types.rs"));
    assert!(!folder.has("money/schemas") && !folder.has("money/docs"));

    // Pages link to each other, so they are one site; nothing names modules there.
    let program = env!("CARGO_BIN_EXE_annals-under-test");
    let arguments = ["generate", "--only", "docs", "--out", "site"];
    Run::of(&mut annals(program, folder.root(), arguments)).ends(0);
    assert!(folder.has("site/docs/events/orders/order_placed.rst"));
    assert!(folder.has("site/docs/events/billing/invoice_paid.rst"));

    // A module that moves to another crate is stale in both.
    folder.edit("money/Cargo.toml", ", \"types\"", "");
    shop.part("billing", "[\"billing\", \"types\"]", MONEY);
    shop.annals("check", "money").ends(1).says(&["src/types.rs"]);
}

#[test]
fn a_missing_dependency_is_an_error_with_the_line_to_add() {
    let shop = Shop::new("split-missing");
    shop.part("orders", "[\"orders\"]", "");
    let line = MONEY.trim_end();
    let words = ["orders/Cargo.toml", "types of the module `money`", line];
    shop.annals("generate", "orders").ends(3).says(&words);
    let check = shop.0.cargo(["check", "--package=shop-orders"]);
    check.fails().says(&words);
    // Nothing beside it has the module.
    shop.part("money", "[\"types\"]", "");
    shop.annals("generate", "orders")
        .ends(3)
        .says(&["no dependency has it", "`modules = [\"money\"]`"]);
}

#[test]
fn a_dependency_may_come_from_the_workspace_under_another_name() {
    let shop = Shop::new("split-workspace");
    let folder = &shop.0.folder;
    let cash = "cash = { package = \"shop-money\", path = \"money\" }";
    folder.edit(
        "Cargo.toml",
        "[workspace.dependencies]\n",
        &format!("[workspace.dependencies]\n{cash}\n"),
    );
    shop.part("orders", "[\"orders\"]", "cash = { workspace = true }\n");
    shop.annals("generate", "orders").ends(0);
    assert!(folder.read("orders/src/orders/records.rs").contains("use cash::money::MoneyData;"));
}

#[test]
fn domains_that_use_each_other_must_be_in_one_crate() {
    let shop = Shop::new("split-circle");
    let folder = &shop.0.folder;
    let lines = "    LineData:\n      description: A line.\n      \
                 fields: { total: { type: money.MoneyData, description: Its price. } }\n";
    folder.edit("orders.yaml", "    OrderData:", &format!("{lines}    OrderData:"));
    let field =
        "        lines: { type: \"list<orders.LineData>\", description: What it is for. }\n";
    folder.edit("common/money.yaml", "        cents:", &format!("{field}        cents:"));
    let together = "`modules = [\"money\", \"orders\", \"types\"]`";
    shop.annals("generate", "money").ends(3).says(&["contain records of `orders`", together]);
    shop.part("money", "[\"money\", \"types\", \"orders\"]", "");
    shop.annals("generate", "money").ends(0);
}

#[test]
fn names_of_modules_are_checked() {
    let shop = Shop::new("split-names");
    shop.part("orders", "[\"order\"]", MONEY);
    shop.annals("check", "orders").ends(3).says(&[
        "orders/Cargo.toml:6: ",
        "no domain `order`",
        "did you mean `orders`?",
    ]);
    shop.part("orders", "\"orders\"", MONEY);
    shop.annals("check", "orders").ends(3).says(&["`modules = [\"orders\"]`"]);
}

#[test]
fn a_module_is_in_one_crate() {
    let shop = Shop::new("split-twice");
    shop.part("orders", "[\"orders\", \"types\"]", MONEY);
    let words = ["orders/Cargo.toml:6: ", "`shop_money` has the module `types` too", "remove it"];
    shop.annals("generate", "orders").ends(3).says(&words);
    let both = format!("{MONEY}shop-billing = {{ path = \"../billing\" }}\n");
    shop.part("orders", "[\"orders\"]", &both);
    shop.part("billing", "[\"billing\", \"types\"]", "");
    let words = ["`shop_billing` and `shop_money` both have the module `types`", "of one of them"];
    shop.annals("generate", "orders").ends(3).says(&words);
}

/// The second catalog has modules of the same names.
#[test]
fn catalogs_in_one_workspace_may_use_each_other() {
    let shop = Shop::new("split-catalogs");
    let folder = &shop.0.folder;
    let members = "members = [\"bank/*\", ";
    folder.edit("Cargo.toml", "members = [", members);
    folder.write("bank/catalog.yaml", BANK);
    folder.write("bank/money.yaml", folder.read("common/money.yaml"));
    shop.part("bank/types", "[\"types\"]", "");
    let types = "bank-types = { path = \"../types\" }\nshop-money = { path = \"../../money\" }\n";
    shop.part("bank/money", "[\"money\"]", types);
    let bank = |part| {
        let program = env!("CARGO_BIN_EXE_annals-under-test");
        let arguments = ["generate", "--catalog", "bank/catalog.yaml", "--out", part];
        Run::of(&mut annals(program, folder.root(), arguments))
    };
    bank("bank/types").ends(0);
    // Nothing says yet which catalog these are of.
    bank("bank/money").ends(3).says(&["generate it first if it is a crate of another catalog"]);
    shop.annals("generate", "money").ends(0);
    bank("bank/money").ends(0);
    assert!(folder.has("bank/money/src/money/records.rs"));
    shop.annals("check", "money").ends(0);
}

const BANK: &str = "annals: 1
catalog: { name: bank-events, title: Bank, namespace: org.example, version: 1.0.0 }
include: [money.yaml]
domains:
  money: { title: Money, description: Amounts. }
scalars:
  account: { base: string, description: Identifies an account. }
";

#[test]
fn a_module_that_no_crate_has_is_an_error() {
    let shop = Shop::new("split-nowhere");
    let folder = &shop.0.folder;
    shop.annals("generate", "orders").ends(0);
    let returns = "  returns: { title: Returns, description: What comes back. }\n";
    folder.edit("catalog.yaml", "scalars:", &format!("{returns}scalars:"));
    let records = folder.read("common/money.yaml").replace("  money:", "  returns:");
    folder.write("common/returns.yaml", records.replace("MoneyData", "ReturnData"));
    let words = [
        "orders/Cargo.toml:6: ",
        "no crate of the workspace has the module `returns`",
        "add it to `modules`",
    ];
    shop.annals("check", "orders").ends(3).says(&words);
    shop.0.cargo(["check", "--package=shop-money"]).fails().says(&["`returns`"]);
    // The crate may be anywhere in the workspace.
    folder.write(
        "Cargo.toml",
        folder.read("Cargo.toml").replace("\"facade\"", "\"facade\", \"more/*\""),
    );
    shop.part("more/returns", "[\"returns\"]", "");
    shop.annals("generate", "orders").ends(0);
    // One that is not a member does not count.
    folder.edit("Cargo.toml", "members = ", "exclude = [\"more\"]\nmembers = ");
    shop.annals("check", "orders").ends(3).says(&words);
    // Nobody knows where the others of a crate are that is not a member itself.
    folder.edit("Cargo.toml", "\"orders\", ", "");
    folder.edit("Cargo.toml", "exclude = [", "exclude = [\"orders\", ");
    shop.annals("check", "orders").ends(0);
}

#[test]
fn a_module_is_in_one_crate_of_the_workspace() {
    let shop = Shop::new("split-anywhere");
    for folder in ["money", "orders", "billing"] {
        shop.annals("generate", folder).ends(0);
    }
    shop.part("billing", "[\"billing\", \"orders\"]", MONEY);
    let words =
        ["billing/Cargo.toml:6: ", "`shop_orders` has the module `orders` too", "remove it"];
    shop.annals("generate", "billing").ends(3).says(&words);
}
