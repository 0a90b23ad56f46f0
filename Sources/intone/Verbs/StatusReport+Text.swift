import Interview
import Store

extension StatusReport {
  /// What people read: one line a matter, then one a problem with what to do.
  func text(in language: Language) -> String {
    let zh = language == .zh
    var rows: [(String, String)] = [
      (zh ? "状态" : "state", state + " · intoned " + version + " · " + (zh ? "已运行 " : "up ") + Self.span(uptime_s)),
      (
        zh ? "配置" : "configured",
        (configuration.map { String($0.prefix(12)) } ?? (zh ? "内置默认值" : "built-in values")) + " · " + workText(zh)
      ),
      (
        zh ? "队列" : "queue",
        zh
          ? "等待 \(queue.waiting)（静置中 \(queue.settling)，无权读取 \(queue.denied ?? 0)，等转写 \(queue.awaiting_transcript)，等录音 \(queue.awaiting_recording)，可处理 \(queue.ready)，稍后重试 \(queue.backing_off)），处理中 \(queue.working.count)"
          : "\(queue.waiting) waiting (\(queue.settling) settling, \(queue.denied ?? 0) unreadable, \(queue.awaiting_transcript) for a transcript, \(queue.awaiting_recording) for a recording, \(queue.ready) ready, \(queue.backing_off) backing off), \(queue.working.count) in work"
      ),
    ]
    for root in roots {
      rows.append((zh ? "收件目录" : "inbox", root.path + (root.site.map { " (\($0))" } ?? "") + " · " + root.watch))
    }
    if let oldest = queue.oldest_age_s, queue.waiting > 0 { rows.append((zh ? "最久等待" : "oldest", Self.span(oldest))) }
    if let store {
      rows.append(
        (zh ? "库" : "store", zh ? "\(store.answers) 个回答，\(store.sessions) 个场次" : "\(store.answers) answers, \(store.sessions) sessions"))
    }
    rows.append((zh ? "吞吐" : "throughput", throughputText(zh)))
    if let disk {
      let size = max(disk.size_bytes, 1)
      let share = JSON.rounded(100 * Double(disk.free_bytes) / Double(size), 0).text
      let free = JSON.rounded(Double(disk.free_bytes) / Double(1 << 30), 1).text
      rows.append((zh ? "磁盘" : "disk", zh ? "剩余 \(free) GB（\(share) %）" : "\(free) GB free (\(share) %)"))
    }
    if let kept = promise.kept_ratio {
      rows.append(
        (zh ? "按时率" : "promise", "\(JSON.rounded(kept * 100, 1).text) % (\(promise.answers - promise.missed)/\(promise.answers))"))
    }
    rows.append(
      (
        zh ? "搁置" : "set aside",
        zh
          ? "隔离 \(set_aside.quarantine ?? 0)，暂停 \(set_aside.held ?? 0)"
          : "\(set_aside.quarantine ?? 0) in quarantine, \(set_aside.held ?? 0) held"
      ))
    rows.append((zh ? "岗位模型" : "models", models.joined(separator: ", ")))
    if let last_success { rows.append((zh ? "最近成功" : "last success", UTC.text(last_success))) }
    if let last_failure { rows.append((zh ? "最近失败" : "last failure", UTC.text(last_failure) + (last_fault.map { " [\($0)]" } ?? ""))) }
    if let ffmpeg = decoders?.ffmpeg {
      let version = ffmpeg.version.map { "ffmpeg " + $0 } ?? "ffmpeg —"
      rows.append(
        (zh ? "解码器" : "decoders", version + (ffmpeg.cause.map { " ! \($0[language]) → \(ffmpeg.action?[language] ?? "")" } ?? "")))
    }
    if let transcriber {
      rows.append(
        (
          zh ? "识别程序" : "recogniser",
          transcriber.command + (transcriber.resting ? (zh ? "（暂停中）" : " (resting)") : "")
            + (zh
              ? "：转写 \(transcriber.transcripts)，失败 \(transcriber.failed)"
              : ": \(transcriber.transcripts) transcripts, \(transcriber.failed) failed")
            + (transcriber.last_fault.map { " [\($0)]" } ?? "")
        ))
    }
    func kept(_ days: Double?) -> String { days.map { JSON.rounded($0, 1).text + (zh ? " 天" : " days") } ?? (zh ? "永久" : "for ever") }
    let (words, scores, audit) = (kept(retention.recordings_days), kept(retention.scores_days), kept(retention.audit_days))
    let late = (retention.backlog ?? 0) + (retention.scores_backlog ?? 0) + (retention.audit_backlog ?? 0)
    rows.append(
      (
        zh ? "保留期" : "retention",
        zh
          ? "录音 \(words)，评分 \(scores)，审计日志 \(audit)；待清除 \(late)"
          : "recordings \(words), scores \(scores), audit log \(audit); \(late) to remove"
      ))
    for hook in webhooks {
      let (behind, dead) = (hook.behind ?? 0, hook.dead)
      let text = zh ? "待送 \(behind)，放弃 \(dead)" : "\(behind) behind, \(dead) dead"
      rows.append(("webhook", "\(hook.name) · \(text)" + (hook.fault.map { " [\($0)]" } ?? "")))
    }
    var lines = rows.map { $0.0.padded(to: 14) + $0.1 }
    for (mark, problem) in problems.map({ ("!", $0) }) + attention.map({ ("·", $0) }) {
      lines.append("\(mark) \(problem.about): \(problem.cause[language]) [\(problem.code)]")
      if !problem.detail.isEmpty { lines.append("  \(problem.detail)") }
      lines.append("  → \(problem.action[language])")
    }
    return lines.joined(separator: "\n")
  }

  private func workText(_ zh: Bool) -> String {
    switch work {
    case "paused": zh ? "已暂停（intone resume 恢复）" : "paused (intone resume goes on)"
    case "draining": zh ? "清空中，处理中 \(queue.working.count)" : "draining, \(queue.working.count) in hand"
    default: zh ? "运行中" : "working"
    }
  }

  private func throughputText(_ zh: Bool) -> String {
    let rate = throughput.answers_per_hour.map { JSON.rounded($0, 1).text } ?? "—"
    let speed = throughput.audio_s_per_s.map { JSON.rounded($0, 0).text + "×" } ?? "—"
    return zh ? "自启动平均每小时 \(rate) 个回答，分析速度为实时的 \(speed)" : "\(rate) answers an hour since the start, analysed at \(speed) real time"
  }

  static func span(_ seconds: Double) -> String {
    let whole = Int(seconds)
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
    return whole < 86_400 ? "\(whole / 3600) h \(whole / 60 % 60) min" : "\(whole / 86_400) d \(whole / 3600 % 24) h"
  }
}
