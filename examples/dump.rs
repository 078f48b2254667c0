//! Shows how a file is read: blocks, containers, runs.
fn main() {
    let text = std::fs::read_to_string(std::env::args().nth(1).unwrap()).unwrap();
    let body = if text.starts_with("---") { text.splitn(3, "---\n").nth(2).unwrap_or(&text) } else { &text };
    let d = tsundoku::markdown::parse::parse(body);
    for b in &d.blocks {
        let mut w = String::new();
        let mut c = b.within;
        while let Some(id) = c {
            let k = &d.containers[id.0 as usize];
            w = format!("{:?}>{w}", k.kind);
            c = k.parent;
        }
        println!("{}{w}{:?}: {}", if b.loose { "\n" } else { "" }, b.kind, d.text.slice(b.range.clone()));
    }
    for r in &d.runs {
        println!("{:?} {}", r.roles.iter().collect::<Vec<_>>(), d.text.slice(r.range.clone()));
    }
    for l in &d.links {
        println!("{:?} -> {}", d.text.slice(l.range.clone()), l.target);
    }
}
