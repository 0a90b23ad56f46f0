/// In which numbers people read scores. What is stored and what programs are given is 0 to 100.
public enum ScoreScale: String, Sendable, Hashable, CaseIterable {
  case hundred = "100"
  case ten = "10"
  case percent

  /// `81.25`, `8.125`, `81.25 %`: exact on each scale, so that what is lost still adds up.
  public func text(_ points: Points) -> String {
    switch self {
    case .hundred: JSON.rounded(points.value, 2).text
    case .ten: JSON.rounded(points.value / 10, 3).text
    case .percent: JSON.rounded(points.value, 2).text + " %"
    }
  }

  /// The same of a value out of 100.
  public func text(_ value: Double) -> String { text(Points(value)) }

  /// `70–90` and, as percent, `70–90 %`.
  public func text(_ low: Points, to high: Points) -> String {
    let high = text(high)
    return (self == .percent ? String(text(low).dropLast(2)) : text(low)) + "–" + high
  }

  /// `81.25 of 100`.
  public func ofAll(_ points: Points) -> Bilingual {
    let text = text(points)
    return self == .percent ? Bilingual(zh: text, en: text) : Bilingual(zh: "\(text) / \(rawValue)", en: "\(text) of \(rawValue)")
  }
}
