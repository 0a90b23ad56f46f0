import Documents
import Interview
import Queries
import Reports

extension AnswerDocument {
  func text(_ id: String, in language: Language, scale: ScoreScale) -> String {
    let zh = language == .zh
    var lines: [String] = reviews.isEmpty ? [] : [zh ? "人工评审（优先于机器评分）" : "Human review (stands above the machine's score)"]
    lines += reviews.map { "  " + $0.sentence()[language] }
    if !reviews.isEmpty { lines.append("") }
    lines.append(zh ? "\(id)，第 \(revision) 版" : "\(id), revision \(revision)")
    lines += notes.map { "  ! " + $0[language] }
    if case .placed(let placed) = baseline, let length = placed.length { lines.append("  " + length[language]) }
    guard let document = analysis.value else {
      lines.append(zh ? "  导入时不带分析：只有测量值与得分" : "  imported without its analysis: there are measures and scores alone")
      return lines.joined(separator: "\n") + explain(id, zh)
    }
    lines.append(document.text(in: language, scale: scale))
    return lines.joined(separator: "\n") + (document.isScored ? explain(id, zh) : "")
  }

  private func explain(_ id: String, _ zh: Bool) -> String {
    "\n" + (zh ? "\n每一处失分的依据：" : "\nEvery lost point with its evidence: ") + "intone explain \(id)"
  }
}
