/// One answer, as the recognisers of the fixtures heard it: every format must give the same measures.
struct SampleAnswer {
  struct Token {
    let text: String
    let start: Double
    let end: Double
    /// Punctuation behind it, for formats that write any.
    let mark: String
  }

  struct Line {
    let tokens: [Token]
    var start: Double { tokens.first?.start ?? 0 }
    var end: Double { tokens.last?.end ?? 0 }
    /// With punctuation; Latin words set off by spaces.
    var text: String { Self.text(tokens, marks: true) }
    var bare: String { Self.text(tokens, marks: false) }

    static func text(_ tokens: [Token], marks: Bool) -> String {
      var result = ""
      for token in tokens {
        let isLatin = token.text.first?.isASCII == true
        if isLatin, result.last?.isLetter == true { result += " " }
        if !isLatin, result.last?.isASCII == true, result.last?.isLetter == true { result += " " }
        result += token.text + (marks ? token.mark : "")
      }
      return result
    }
  }

  let lines: [Line]
  var tokens: [Token] { lines.flatMap(\.tokens) }

  /// A token every 0.2 s; `_` in the script is a pause of 0.6 s, punctuation has no length of its own.
  init(_ script: [String]) {
    var time = 0.5
    lines = script.map { line in
      var tokens: [Token] = []
      for piece in line.split(separator: " ") {
        if piece == "_" {
          time += 0.6
          continue
        }
        let mark = piece.last.map { "，。、".contains($0) ? String($0) : "" } ?? ""
        let end = ((time + 0.2) * 100).rounded() / 100
        tokens.append(
          Token(text: String(mark.isEmpty ? piece : piece.dropLast()), start: (time * 100).rounded() / 100, end: end, mark: mark))
        time = end
      }
      time += 1.2
      return Line(tokens: tokens)
    }
  }

  static let standard = SampleAnswer([
    "嗯， _ 首 先 我 负 责 华 东 区 的 客 户 需 求 分 析。",
    "当 时 团 队 协 作 不 顺， _ 那 个， _ 我 我 用 Python 写 了 KPI 报 表。",
    "最 后 销 售 额 提 升 了 30%， _ 没 有 数 据 支 持 我 不 说。",
  ])
}
