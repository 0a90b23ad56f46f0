import Documents
import Interview
import Store

extension StatusDocument {
  /// One matter of the report. What has the lowest rank is left out first where not all of it has room; nil stays always.
  private struct Row {
    var name: String
    var text: String
    var rank: Int?
  }

  /// What people read: the matters, then each problem with what to do, and the state last, where the eye is when the command
  /// has ended. Fits a terminal: what is of less use is left out for it, then problems are counted instead of told.
  func text(in language: Language, columns: Int = 80, lines room: Int = 23) -> String {
    let rows = rows(language)
    let last = (name(language, "状态", "state") + stateText(language)).wrapped(to: columns, indent: 14)
    let troubles = problems.map { Self.block($0, "!", language, columns) } + attention.map { Self.block($0, "·", language, columns) }
    func drawn(_ rows: [Row]) -> [String] { rows.flatMap { ($0.name + $0.text).wrapped(to: columns, indent: 14) } }
    let needed = troubles.reduce(last.count) { $0 + $1.count }
    var shown = rows
    while drawn(shown).count + needed > room, let lowest = shown.indices.min(by: { (shown[$0].rank ?? .max) < (shown[$1].rank ?? .max) }),
      shown[lowest].rank != nil
    {
      shown.remove(at: lowest)
    }
    var lines = drawn(shown)
    for (index, block) in troubles.enumerated() {
      let isLast = index == troubles.count - 1
      if lines.count + block.count + last.count + (isLast ? 0 : 1) > room {
        let left = troubles.count - index
        lines.append(
          language == .zh ? "… 另有 \(left) 项：intone status --json" : "… \(left) more: intone status --json")
        break
      }
      lines += block
    }
    return (lines + last).joined(separator: "\n")
  }

  private func name(_ language: Language, _ zh: String, _ en: String) -> String { (language == .zh ? zh : en).padded(to: 14) }

  /// A problem with its remedy, broken into lines of the terminal's width.
  private static func block(_ problem: FaultDocument, _ mark: String, _ language: Language, _ columns: Int) -> [String] {
    var lines = "\(mark) \(problem.about): \(problem.cause[language]) [\(problem.code)]".wrapped(to: columns, indent: 2)
    if !problem.detail.isEmpty { lines += "  \(problem.detail)".wrapped(to: columns, indent: 2) }
    return lines + "  → \(problem.action[language])".wrapped(to: columns, indent: 4)
  }

  /// What there is to say, each with how soon it may be left out of a small terminal.
  private func rows(_ language: Language) -> [Row] {
    let zh = language == .zh
    func row(_ chinese: String, _ english: String, _ text: String, rank: Int? = nil) -> Row {
      Row(name: name(language, chinese, english), text: text, rank: rank)
    }
    var rows = [row("岗位模型", "models", models.joined(separator: ", "), rank: 1)]
    let ffmpeg = decoders.ffmpeg
    let version = ffmpeg.version.map { "ffmpeg " + $0 } ?? "ffmpeg —"
    let trouble =
      ffmpeg.cause.map { " ! \($0[language]) → \(ffmpeg.action?[language] ?? "")" }
      ?? ffmpeg.missing.map { zh ? "（按 decoder: any 未隔离：缺 \($0)）" : " (not confined, as decoder: any allows: \($0) is missing)" }
    rows.append(row("解码器", "decoders", version + (trouble ?? ""), rank: trouble == nil ? 2 : nil))
    rows.append(row("保留期", "retention", retentionText(zh), rank: 3))
    if let last_failure {
      rows.append(row("最近失败", "last failure", UTC.text(last_failure) + (last_fault.map { " [\($0)]" } ?? ""), rank: 4))
    }
    if let last_success { rows.append(row("最近成功", "last success", UTC.text(last_success), rank: 5)) }
    rows.append(row("吞吐", "throughput", throughputText(zh), rank: 6))
    if let kept = promise.kept_ratio {
      let text = "\(JSON.rounded(kept * 100, 1).text) % (\(promise.answers - promise.missed)/\(promise.answers))"
      rows.append(row("按时率", "promise", text, rank: 7))
    }
    if let disk {
      let share = JSON.rounded(100 * Double(disk.free_bytes) / Double(max(disk.size_bytes, 1)), 0).text
      let free = JSON.rounded(Double(disk.free_bytes) / Double(1 << 30), 1).text
      let days = disk.full_in_days.map { JSON.rounded($0, $0 < 10 ? 1 : 0).text }
      let forecast = days.map { zh ? "，按目前的投递量约 \($0) 天后写满" : ", at this rate nearly full in \($0) days" } ?? ""
      rows.append(
        row(
          "磁盘", "disk", (zh ? "剩余 \(free) GB（\(share) %）" : "\(free) GB free (\(share) %)") + forecast, rank: forecast.isEmpty ? 8 : 14))
    }
    if let store {
      let text = zh ? "\(store.answers) 个回答，\(store.sessions) 个场次" : "\(store.answers) answers, \(store.sessions) sessions"
      rows.append(row("库", "store", text, rank: 9))
    }
    if let transcriber { rows.append(row("识别程序", "recogniser", transcriber.text(zh), rank: 10)) }
    if let judge {
      let text = judge.command + (judge.resting ? (zh ? "（暂停中）" : " (resting)") : "")
      rows.append(row("评判程序", "judge", text, rank: judge.resting ? 14 : 10))
    }
    for hook in webhooks {
      let text = zh ? "待送 \(hook.behind ?? 0)，放弃 \(hook.dead)" : "\(hook.behind ?? 0) behind, \(hook.dead) dead"
      let fault = hook.fault.map { " [\($0)]" } ?? ""
      rows.append(row("webhook", "webhook", "\(hook.name) · \(text)\(fault)", rank: hook.fault == nil ? 11 : 14))
    }
    for (index, root) in roots.enumerated() {
      // The first ones are seen longest; each of them has its own line in --json.
      let text = root.path + (root.site.map { " (\($0))" } ?? "") + " · " + root.watch
      rows.append(row("收件目录", "inbox", text, rank: root.watch == "inotify" ? (index == 0 ? 13 : 12) : nil))
    }
    rows.append(row("配置", "configured", (configuration.map { String($0.prefix(12)) } ?? (zh ? "内置默认值" : "built-in values")), rank: 13))
    let counts = (set_aside.quarantine ?? 0, set_aside.held ?? 0)
    rows.append(row("搁置", "set aside", zh ? "隔离 \(counts.0)，暂停 \(counts.1)" : "\(counts.0) in quarantine, \(counts.1) held"))
    if let acknowledged, !acknowledged.isEmpty {
      rows.append(row("已知悉", "known", acknowledged.map(\.code).joined(separator: ", "), rank: 14))
    }
    rows.append(row("队列", "queue", queueText(zh)))
    return rows
  }

  /// In whole: what waits, for what, since when, and what is worked on. Nothing is said of what is nought.
  private func queueText(_ zh: Bool) -> String {
    let parts: [(count: Int, zh: String, en: String)] = [
      (queue.settling, "静置中", "settling"), (queue.denied, "无权读取", "unreadable"),
      (queue.awaiting_transcript, "等转写", "for a transcript"),
      (queue.awaiting_recording, "等录音", "for a recording"), (queue.ready, "可处理", "ready"),
      (queue.backing_off, "稍后重试", "backing off"), (queue.held, "等清单", "held for a manifest"),
    ]
    let listed = parts.filter { $0.count > 0 }.map { zh ? "\($0.zh) \($0.count)" : "\($0.count) \($0.en)" }
    let ages = queue.waiting > 0 ? queue.oldest_age_s.map(Self.span) : nil
    let rest = throughput.queue_s.map { zh ? "，约需 \(Self.span($0))" : ", some \(Self.span($0)) of work" } ?? ""
    let oldest = ages.map { $0 + rest } ?? (rest.isEmpty ? nil : String(rest.dropFirst(zh ? 1 : 2)))
    if zh {
      return "等待 \(queue.waiting)，处理中 \(queue.working.count)" + (oldest.map { "，最久 \($0)" } ?? "")
        + (listed.isEmpty ? "" : "：" + listed.joined(separator: "，"))
    }
    return "\(queue.waiting) waiting, \(queue.working.count) in work" + (oldest.map { ", the oldest for \($0)" } ?? "")
      + (listed.isEmpty ? "" : ": " + listed.joined(separator: ", "))
  }

  private func retentionText(_ zh: Bool) -> String {
    func kept(_ days: Double?) -> String { days.map { JSON.rounded($0, 1).text + (zh ? " 天" : " days") } ?? (zh ? "永久" : "for ever") }
    let (words, scores, audit) = (kept(retention.recordings_days), kept(retention.scores_days), kept(retention.audit_days))
    let late = (retention.backlog ?? 0) + (retention.scores_backlog ?? 0) + (retention.audit_backlog ?? 0)
    let text = zh ? "录音 \(words)，评分 \(scores)，审计日志 \(audit)" : "recordings \(words), scores \(scores), audit log \(audit)"
    return late == 0 ? text : text + (zh ? "；待清除 \(late)" : "; \(late) to remove")
  }

  private func stateText(_ language: Language) -> String {
    let zh = language == .zh
    let word = state == .ok ? (zh ? "正常" : "ok") : (zh ? "有问题" : state.rawValue)
    let count =
      problems.isEmpty ? "" : zh ? "（\(problems.count) 项）" : " (\(problems.count == 1 ? "1 problem" : "\(problems.count) problems"))"
    return word + count + " · " + workText(zh) + " · intoned " + version + " · " + (zh ? "已运行 " : "up ") + Self.span(uptime_s)
  }

  private func workText(_ zh: Bool) -> String {
    switch work {
    case .paused:
      if let resumes_at {
        zh ? "已暂停，\(UTC.text(resumes_at).prefix(16))Z 自动恢复" : "paused until \(UTC.text(resumes_at).prefix(16))Z"
      } else {
        zh ? "已暂停（intone resume 恢复）" : "paused (intone resume goes on)"
      }
    case .draining: zh ? "清空中，处理中 \(queue.working.count)" : "draining, \(queue.working.count) in progress"
    case .running: zh ? "运行中" : "working"
    }
  }

  private func throughputText(_ zh: Bool) -> String {
    let rate = throughput.answers_per_hour.map { JSON.rounded($0, 1).text } ?? "—"
    let speed = throughput.audio_s_per_s.map { JSON.rounded($0, 0).text + "×" } ?? "—"
    return zh ? "每小时 \(rate) 个回答，分析为实时的 \(speed)" : "\(rate) answers an hour, analysed at \(speed) real time"
  }

  /// `40 s`, `3 min`, `5 h`, `2 d`: a length of time as people say it.
  static func span(_ seconds: Double) -> String {
    let whole = Int(seconds)
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
    return whole < 86_400 ? "\(whole / 3600) h \(whole / 60 % 60) min" : "\(whole / 86_400) d \(whole / 3600 % 24) h"
  }
}

extension StatusDocument.Transcriber {
  fileprivate func text(_ zh: Bool) -> String {
    command + (resting ? (zh ? "（暂停中）" : " (resting)") : "")
      + (zh ? "：转写 \(transcripts)，失败 \(failed)" : ": \(transcripts) transcripts, \(failed) failed") + (last_fault.map { " [\($0)]" } ?? "")
  }
}
