import ArgumentParser
import Documents
import Interview
import Queries
import RoleModels
import SQLiteStore

/// Whose scores are put together.
struct EngineOption: ParsableArguments {
  @Option(help: "Take the answers that this engine scored, for example 1.2.0+judge.NAME.1; by default the one with the most.")
  var engine: String?

  /// For a query of the socket, behind its first part.
  var query: String { engine.map { "&engine=" + PercentText.encoded($0) } ?? "" }
}

extension DaemonOptions {
  /// Everybody that a role model has scored: by the daemon, whose model must be the one at hand, or from a store.
  func scored(by model: RoleModel, _ engine: EngineOption) throws -> ScoredCandidates {
    let target = "/v1/scored?role=" + PercentText.encoded(model.id) + engine.query
    let body = try document(target) { store in try ScoredCandidates(store, model: model, engine: engine.engine).json.text }
    let scored = try ScoredCandidates(reading: body)
    guard scored.model == model.reference else {
      throw Fault(.modelNotInForce, "\(model.id): \(model.reference.version), \(scored.model.version)")
    }
    for sentence in scored.choice.sentences { StandardError.print("(" + sentence[lang] + ")") }
    if scored.otherVersions > 0 {
      StandardError.print(
        lang == .zh
          ? "（另有 \(scored.otherVersions) 个回答由该模型的其他版本评分，未计入；请先 intone rescore）"
          : "(another version of the model scored \(scored.otherVersions) more: left out; run intone rescore first)")
    }
    return scored
  }
}

extension FaultCode {
  static let modelNotInForce = FaultCode(
    "model.not-in-force", cause: Bilingual(zh: "这里的岗位模型与守护进程所用的不同", en: "this role model is not the one the daemon uses"),
    action: Bilingual(
      zh: "用 INTONE_MODELS 指向守护进程的模型目录；若文件刚改过，请先 intone reload。",
      en: "Set INTONE_MODELS to the daemon's models; if the file was just changed, run intone reload first."))
}
