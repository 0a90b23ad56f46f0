import Documents
import Hummingbird
import Interview
import Maintenance
import NIOCore
import Queries
import RoleModels

// The pages about role models: what they value, how measures spread, how groups fare, and a text that somebody wants checked.
extension DeskServer {
  /// Bytes of a form with a table: what the route takes, and the form around it.
  private static let longestUpload = (8 << 20) + (64 << 10)
  /// Bytes of a form with a role model's text: a megabyte, each byte encoded.
  private static let longestText = 3 << 20

  /// The pages of role models: reading, checking, calibration, fairness, rates.
  func addRoles(to desk: RouterGroup<DeskContext>) {
    desk.get("roles") { request, _ in
      try await show(request, RolesPage(models: try await source.read("/v1/models")).page(language(request)))
    }
    desk.get("roles/:id") { request, context in
      try await show(request, RolePage(model: try await model(context)).page(language(request)))
    }
    desk.get("roles/:id/baseline") { request, context in
      let id = try id(context)
      let baseline: Baseline = try await source.read("/v1/models/\(PercentText.encoded(id))/baseline")
      let question = request.uri.queryParameters["question"].map(String.init) ?? Baseline.allQuestions
      return try await show(request, BaselinePage(role: id, baseline: baseline, question: question).page(language(request)))
    }
    desk.get("roles/:id/fairness") { request, context in
      try await show(request, FairnessPage(model: try await model(context)).page(language(request)))
    }
    desk.post("roles/:id/fairness") { request, context in
      let form = try await upload(request)
      let model = try await model(context)
      let table = form.files["file"] ?? []
      if form.fields["layout"] == "ll144" {
        let columns = ["sex", "race"].map { ($0, form.fields[$0] ?? "") }
        let isKeepingSmall = form.fields["keep_small"] == "true"
        let rates: ScoringRatesDocument = try await source.send(
          table, to: Self.target("/v1/fairness/ll144", model.id, columns + [("keep_small", isKeepingSmall ? "true" : "")]))
        let page = ScoringRatesPage(
          model: model, rates: rates, sex: columns[0].1, race: columns[1].1, isKeepingSmall: isKeepingSmall)
        return try await show(request, page.page(language(request)))
      }
      let threshold = form.fields["threshold"] ?? ""
      let report: FairnessDocument = try await source.send(
        table, to: Self.target("/v1/fairness", model.id, [("threshold", threshold)]))
      return try await show(request, FairnessPage(model: model, threshold: threshold, report: report).page(language(request)))
    }
    desk.get("roles/:id/calibration") { request, context in
      try await show(request, CalibrationPage(model: try await model(context)).page(language(request)))
    }
    desk.post("roles/:id/calibration") { request, context in
      let form = try await upload(request)
      let model = try await model(context)
      let meets = form.fields["meets"] ?? ""
      let found: CalibrationDocument = try await source.send(
        form.files["file"] ?? [], to: Self.target("/v1/calibration", model.id, [("meets", meets)]))
      return try await show(request, CalibrationPage(model: model, meets: meets, calibration: found).page(language(request)))
    }
    desk.get("check") { request, _ in try await show(request, ModelCheckPage().page(language(request))) }
    desk.post("check") { request, _ in
      let form = try await form(request, longest: Self.longestText)
      let (text, after) = (form["text"] ?? "", form["after"])
      let check: ModelCheckDocument = try await source.send(Array(text.utf8), to: "/v1/models/check")
      let trial = check.valid ? try await trial(of: text, after: after) : nil
      return try await show(request, ModelCheckPage(text: text, check: check, trial: trial).page(language(request)))
    }
  }

  private func model(_ context: DeskContext) async throws -> RoleModelDocument {
    try await source.read("/v1/models/" + PercentText.encoded(try id(context)))
  }

  /// A route with what a form asked for; a field that was left empty asks for nothing.
  private static func target(_ route: String, _ role: String, _ fields: [(name: String, value: String)]) -> String {
    fields.filter { !$0.value.isEmpty }.reduce(route + "?role=" + PercentText.encoded(role)) {
      $0 + "&\($1.name)=" + PercentText.encoded($1.value)
    }
  }

  private func trial(of text: String, after: String?) async throws -> ModelCheckPage.Trial {
    var trial = ModelTrial()
    trial.next = after
    do {
      for _ in 0..<ModelTrial.batches {
        let query = trial.next.map { "?after=" + PercentText.encoded($0) } ?? ""
        let batch: Rescorer.Batch = try await source.send(Array(text.utf8), to: "/v1/models/trial" + query)
        trial.add(batch)
        if batch.next == nil { break }
      }
    } catch let problem as DeskProblem where problem.status == 403 {
      return .notAllowed
    }
    return .done(trial)
  }

  /// A form with a file, which must have been made by this desk for this visitor. It stays in memory and goes with the answer.
  private func upload(_ request: Request) async throws -> MultipartForm {
    let body: ByteBuffer
    do {
      body = try await request.body.collect(upTo: Self.longestUpload)
    } catch is NIOTooManyBytesError {
      throw DeskProblem(Fault(.deskTooLarge, "> 8 MB"), status: 413)
    }
    let form = try MultipartForm(Array(buffer: body), type: request.headers[.contentType] ?? "")
    try check(form.fields["form"], request)
    return form
  }
}

extension DeskPath {
  static func role(_ id: String) -> String { "/desk/roles/" + PercentText.encoded(id) }
}

extension FaultCode {
  public static let deskTooLarge = FaultCode(
    "desk.too-large", cause: Bilingual(zh: "文件太大", en: "the file is too large"),
    action: Bilingual(
      zh: "请只保留需要的列（candidate 与各属性或 outcome）再上传；更大的文件可在服务器上用 intone fairness 或 intone calibrate 分析。",
      en:
        "Keep the columns that are needed (candidate, and the attributes or the outcome) and send it again; larger files are for intone fairness and intone calibrate on the server."
    ))
}
