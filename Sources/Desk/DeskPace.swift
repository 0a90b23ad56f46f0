import Interview

/// How many requests a visitor has left: some at once, and more as time goes by (a token bucket). A page takes about ten, with its sound;
/// what reads the whole store or changes something is a form.
struct DeskPace: Sendable {
  /// What may be asked for at once, and how many more each second.
  struct Allowance: Sendable {
    let burst: Double
    let perSecond: Double
  }

  /// Twenty pages at once, two in each second after that.
  static let pages = Allowance(burst: 200, perSecond: 20)
  /// A person fills in a form in some seconds; one of them may take the daemon seconds.
  static let forms = Allowance(burst: 30, perSecond: 0.5)

  private var left: Double
  private var time: Double

  init(_ allowance: Allowance, now: Double) { (left, time) = (allowance.burst, now) }

  /// Takes one.
  /// - Returns: nil where there was one; else the seconds until there is.
  mutating func take(_ allowance: Allowance, now: Double) -> Double? {
    left = min(allowance.burst, left + max(0, now - time) * allowance.perSecond)
    time = now
    guard left >= 1 else { return (1 - left) / allowance.perSecond }
    left -= 1
    return nil
  }
}

extension FaultCode {
  public static let deskTooMany = FaultCode(
    "desk.too-many", retry: .later,
    cause: Bilingual(zh: "短时间内的请求太多", en: "too many requests came at once"),
    action: Bilingual(zh: "请稍等片刻再刷新页面。", en: "Wait a moment, then load the page again."))
}
