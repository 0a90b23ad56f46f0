import Interview
import Mustache

/// A page of the desk: what its template is given, and the frame around it.
struct DeskPage {
  typealias Context = [String: any Sendable]

  /// The template's name.
  let template: String
  let title: Bilingual
  /// Which entry of the menu it belongs to.
  var section = ""
  var context: Context = [:]

  /// - Throws: a mistake in a template.
  func html(for visitor: DeskVisitors.Visitor?, language: Language, path: String) throws -> String {
    var context = context
    let words = DeskText.words(language)
    context["t"] = words
    context["form"] = visitor?.formToken
    let templates = try Self.templates.get()
    let body = templates[template]?.render(context) ?? ""
    let frame: Context = [
      "lang": language == .zh ? "zh-CN" : "en", "title": title[language], "body": body, "t": words,
      "inside": visitor != nil, "form": visitor?.formToken ?? "", "path": path,
      "other": language == .zh ? "en" : "zh", "otherName": language == .zh ? "English" : "中文",
      "atInterviews": section == "interviews", "atRunning": section == "running", "atQuestions": section == "questions",
      "atRoles": section == "roles",
    ]
    // Nothing that came from outside turns a line around or hides in the page.
    return templates["frame"]?.render(frame).visible ?? ""
  }

  /// Parsed once: it takes longer than a page.
  private static let templates = Result {
    try [
      "frame": PackageResources.frame_mustache, "interviews": PackageResources.interviews_mustache,
      "interview": PackageResources.interview_mustache, "comparison": PackageResources.comparison_mustache,
      "candidate": PackageResources.candidate_mustache, "running": PackageResources.running_mustache,
      "message": PackageResources.message_mustache, "questions": PackageResources.questions_mustache,
      "roles": PackageResources.roles_mustache, "role": PackageResources.role_mustache, "baseline": PackageResources.baseline_mustache,
      "check": PackageResources.check_mustache, "fairness": PackageResources.fairness_mustache,
      "calibration": PackageResources.calibration_mustache,
    ].mapValues { try MustacheTemplate(string: String(decoding: $0, as: UTF8.self)) }
  }
}

extension Optional where Wrapped: Sendable {
  /// For a template: a name that is not there would be looked for in the context around.
  var orNone: any Sendable { self ?? false }
}

/// Numbers as the desk shows them.
enum Shown {
  /// A score to one decimal, so that columns of them align.
  static func score(_ value: Double?) -> String { value.map { decimals($0, 1) } ?? "—" }

  /// `value` rounded half away from zero to `count` places, with a true minus sign; −0 is 0.
  /// - Precondition: the value is finite and below 10^15.
  static func decimals(_ value: Double, _ count: Int) -> String {
    let factor = (0..<count).reduce(1.0) { power, _ in power * 10 }
    let scaled = Int((abs(value) * factor).rounded())
    let whole = scaled / Int(factor)
    let sign = value < 0 && scaled > 0 ? "−" : ""
    guard count > 0 else { return sign + "\(whole)" }
    let rest = "\(scaled % Int(factor))"
    return sign + "\(whole)." + String(repeating: "0", count: count - rest.count) + rest
  }

  /// `1:05`.
  static func clock(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded(.down))
    return "\(whole / 60):" + (whole % 60 < 10 ? "0" : "") + "\(whole % 60)"
  }

  /// Minutes and seconds ago, in the coarsest unit that says enough.
  static func age(_ seconds: Double, _ language: Language) -> String {
    switch seconds {
    case ..<90: decimals(seconds, 0) + (language == .zh ? " 秒" : " s")
    case ..<5400: decimals(seconds / 60, 0) + (language == .zh ? " 分钟" : " min")
    case ..<172_800: decimals(seconds / 3600, 0) + (language == .zh ? " 小时" : " h")
    default: decimals(seconds / 86_400, 0) + (language == .zh ? " 天" : " days")
    }
  }

  /// What a drawing of a score with its interval needs: places on an axis of 200 units.
  static func interval(_ score: Double?, _ low: Double?, _ high: Double?) -> any Sendable {
    guard let score else { return false }
    let (low, high) = (low ?? score, high ?? score)
    let drawing: DeskPage.Context = [
      "dot": decimals(score * 2, 1), "left": decimals(low * 2, 1), "width": decimals(max(0.5, (high - low) * 2), 1),
      "low": self.score(low), "high": self.score(high),
    ]
    return drawing
  }
}
