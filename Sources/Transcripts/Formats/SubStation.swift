/// Advanced SubStation Alpha (`.ass`, `.ssa`): lines `Dialogue: layer,start,end,style,name,…,text`.
enum SubStation {
  static func blocks(_ lines: [Substring]) -> [RawTranscript.Block] {
    var columns: [String] = ["layer", "start", "end", "style", "name", "marginl", "marginr", "marginv", "effect", "text"]
    var isEvents = false
    var blocks: [RawTranscript.Block] = []
    for line in lines {
      if line.hasPrefix("[") { isEvents = line.hasPrefix("[Events]") }
      guard isEvents, let colon = line.firstIndex(of: ":") else { continue }
      let rest = line[line.index(after: colon)...]
      if line.hasPrefix("Format:") { columns = rest.split(separator: ",").map { String($0).trimmed.lowercased() } }
      guard line.hasPrefix("Dialogue:") else { continue }
      let fields = rest.split(separator: ",", maxSplits: columns.count - 1, omittingEmptySubsequences: false).map { String($0).trimmed }
      func field(_ name: String) -> String? { columns.firstIndex(of: name).flatMap { $0 < fields.count ? fields[$0] : nil } }
      guard let text = field("text"), let start = field("start").flatMap({ Clock.seconds($0[...]) }) else { continue }
      let speaker = field("name").flatMap { $0.isEmpty ? nil : $0 }
      let written = text.replacing("\\N", with: "\n").replacing("\\n", with: "\n").replacing("\\h", with: " ")
      blocks.append(
        RawTranscript.Block(
          lines: written.split(separator: "\n").map { .init(text: String($0), speaker: speaker) }, start: start,
          end: field("end").flatMap { Clock.seconds($0[...]) }))
    }
    return blocks
  }
}
