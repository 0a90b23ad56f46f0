import FoundationEssentials

/// What a WeCom group robot answers: `{"errcode": 0, "errmsg": "ok"}`.
enum RobotAnswer {
  private struct Answer: Decodable { var errcode: Int }

  /// Nil where it is no such answer.
  static func code(_ body: String) -> Int? { try? JSONDecoder().decode(Answer.self, from: Data(body.utf8)).errcode }
}
