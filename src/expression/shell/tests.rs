//! Tricky scripts.
use super::parse;

#[test]
fn smoke() {
    let p = parse("A=1 echo \"a $(b 'c' | d)\" && if x; then y; fi > f\ncat <<EOF\n$Q\nEOF\nz");
    for c in &p.commands {
        println!(
            "{:?} {:?}",
            c.words.iter().map(|w| &*w.text).collect::<Vec<_>>(),
            c.context
        );
    }
    println!("{:?} {:?}", p.reads, p.documents);
}
