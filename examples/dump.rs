use codemagic_lint::syntax::*;
fn main(){
  for f in std::env::args().skip(1){
    let bytes=std::fs::read(&f).unwrap();
    let t=parse(SourceFile::from_bytes(f.clone(),bytes));
    println!("{f}: {} nodes, {} anchors", t.nodes().count(), t.anchors().len());
    for p in t.problems(){ let pos=t.source().position(p.span.start()); println!("  {:?} {}:{} {:?} rel {:?}", p.kind,pos.line,pos.column,t.source().slice(p.span), p.related.map(|r|t.source().slice(r).to_owned())); }
  }
}
