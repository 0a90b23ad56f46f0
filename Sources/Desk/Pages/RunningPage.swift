import Documents
import Interview

/// What the daemon does: its state, how fast it works, what waits, what was set aside, with the remedy.
struct RunningPage {
  let status: StatusDocument
  let fleet: FleetDocument
  /// Nil where the caller may not see it.
  let queue: QueueDocument?
  let quarantine: [QuarantineItemDocument]?
  /// Seconds since 1970.
  let now: Double

  func page(_ language: Language) -> DeskPage {
    let context: DeskPage.Context = [
      "isWell": status.state == .ok, "version": status.version, "isPaused": status.work != .running, "isOperator": queue != nil,
      "waiting": "\(status.queue.waiting)", "working": "\(status.queue.working.count)",
      "oldest": status.queue.oldest_age_s.map { Shown.age($0, language) } ?? "—",
      "figures": figures(language), "problems": (status.problems).map { problem($0, language) }, "hasProblems": !status.problems.isEmpty,
      "attention": status.attention.map { problem($0, language) }, "hasAttention": !status.attention.isEmpty,
      "seen": (status.acknowledged ?? []).map { problem($0, language) }, "hasSeen": !(status.acknowledged ?? []).isEmpty,
      "nodes": fleet.nodes.map { node($0, language) },
      "mixed": (fleet.versions.count > 1 ? fleet.versions.joined(separator: ", ") : nil).orNone,
      "resumes": status.resumes_at.map { Shown.age(max(0, $0 - now), language) }.orNone,
      "works": (queue?.working ?? []).map { ["id": $0.id, "age": Shown.age($0.age_s, language)] },
      "items": (queue?.items ?? []).map { item($0, language) }, "hasItems": !(queue?.items ?? []).isEmpty,
      "asides": (quarantine ?? []).map { quarantineRow($0, language) }, "hasAsides": !(quarantine ?? []).isEmpty,
    ]
    return DeskPage(template: "running", title: Bilingual(zh: "运行", en: "Running"), section: "running", context: context)
  }

  /// What is told in one figure each; what is not known yet says so.
  private func figures(_ language: Language) -> [DeskPage.Context] {
    let unknown = DeskText.notYet[language]
    func days(_ value: Double) -> String { Shown.decimals(value, 0) + (language == .zh ? " 天" : " days") }
    var figures: [(Bilingual, String)] = [
      (DeskText.perHour, status.throughput.answers_per_hour.map { Shown.decimals($0, 0) } ?? unknown),
      (DeskText.speed, status.throughput.audio_s_per_s.map { Shown.decimals($0, 0) + " ×" } ?? unknown),
      (
        DeskText.queueTime,
        status.queue.waiting == 0 ? DeskText.nothingWaits[language] : status.throughput.queue_s.map { Shown.age($0, language) } ?? unknown
      ),
      (
        DeskText.promise,
        status.promise.kept_ratio.map { Shown.decimals($0 * 100, 1) + " %" } ?? unknown
      ),
    ]
    if let store = status.store {
      figures.append((DeskText.stored, DeskText.stored(sessions: store.sessions, answers: store.answers)[language]))
    }
    if let disk = status.disk {
      figures.append((DeskText.diskFree, Shown.bytes(disk.free_bytes) + " / " + Shown.bytes(disk.size_bytes)))
      figures.append((DeskText.diskFull, disk.full_in_days.map(days) ?? DeskText.noForecast[language]))
    }
    if let kept = status.retention.recordings_days { figures.append((DeskText.kept, days(kept))) }
    figures.append((DeskText.since, Shown.age(status.uptime_s, language)))
    return figures.map { ["name": $0.0[language], "value": $0.1] }
  }

  private func problem(_ problem: FaultDocument, _ language: Language) -> DeskPage.Context {
    ["code": problem.code, "cause": problem.cause[language], "action": problem.action[language], "about": problem.about]
  }

  private func node(_ node: FleetDocument.Node, _ language: Language) -> DeskPage.Context {
    [
      "node": node.node.isEmpty ? "—" : node.node, "state": DeskText.state(of: node.state)[language], "isOpen": node.state != .ok,
      "site": node.site ?? "—", "version": node.version, "waiting": "\(node.waiting)", "working": "\(node.working)",
      "aside": node.set_aside.map(String.init) ?? "—", "heard": Shown.age(node.silent_s, language),
      "problems": node.problems.joined(separator: " "), "hasProblems": !node.problems.isEmpty,
    ]
  }

  private func item(_ item: QueueItems.Item, _ language: Language) -> DeskPage.Context {
    [
      "id": item.id, "why": item.why[language], "age": Shown.age(item.age_s, language), "cause": (item.cause?[language]).orNone,
      "again": item.retry_in_s.map { Shown.age($0, language) }.orNone,
    ]
  }

  private func quarantineRow(_ item: QuarantineItemDocument, _ language: Language) -> DeskPage.Context {
    [
      "id": item.id, "session": item.session, "cause": item.cause[language], "action": item.action[language], "code": item.code,
      "detail": item.detail,
    ]
  }
}

extension Shown {
  /// In the unit of which it has one to three digits.
  static func bytes(_ count: Int) -> String {
    let units = ["B", "kB", "MB", "GB", "TB"]
    var (value, unit) = (Double(count), 0)
    while value >= 999.5, unit < units.count - 1 { (value, unit) = (value / 1000, unit + 1) }
    return decimals(value, value < 9.95 && unit > 0 ? 1 : 0) + " " + units[unit]
  }
}
