import Interview
import Synchronization

// A manifest says what may be done with a session. While one is there that nobody could read, nothing else of the session is
// given out: it waits in the inbox.
extension Inbox {
  /// The session that a name is of: as it came first, or lies in the archive, where it may be spelled in several ways.
  public func session(named name: OpaqueName) -> OpaqueName { names.session(name) }

  /// Says that a session's manifest cannot be put in force, and why. Durable.
  public func holdForManifest(session: OpaqueName, because fault: Fault) throws(Fault) {
    try mark(session, ManifestMark(fault))
  }

  /// Says that a session's manifest was read: what waited for it goes on. Durable.
  public func manifestWasRead(session: OpaqueName) throws(Fault) {
    guard archive.session(session).manifestMark != nil else { return }
    try mark(session, nil)
  }

  /// Why a session waits for a manifest; nil where it does not.
  public func manifestFault(ofSession session: OpaqueName) -> Fault? {
    let archived = archive.session(session)
    return state.withLock { state in state.roots.lazy.compactMap { $0.index.heldBack(session, archived) }.first }
  }

  /// Lets a session go on though its manifest could not be read, as if that had not come: an operator's decision, until the next
  /// manifest. Durable.
  ///
  /// - Returns: why it waited.
  /// - Throws: `inbox.unknown-entry` for what cannot be a session's name; `session.manifest-not-awaited`.
  public func releaseWithoutManifest(session: OpaqueName) throws(Fault) -> Fault {
    try Self.requirePlain(session)
    guard let fault = manifestFault(ofSession: session) else { throw Fault(.sessionManifestNotAwaited, session.text) }
    try mark(session, .released)
    return fault
  }

  private func mark(_ session: OpaqueName, _ mark: ManifestMark?) throws(Fault) {
    do throws(SystemError) {
      try archive.mark(session, mark)
    } catch {
      throw error.fault(about: archive.directory(of: session))
    }
    state.withLock { state in for root in state.roots.indices { state.roots[root].index.touch(session) } }
  }
}

extension FaultCode {
  public static let sessionManifestUnreadable = FaultCode(
    "session.manifest-unreadable",
    cause: Bilingual(
      zh: "场次清单无法读取，不知道是否同意分析、用哪个岗位、有无便利安排；录音等待中",
      en: "the session's manifest cannot be read: consent, role and accommodations are unknown, and its recordings wait"),
    action: Bilingual(
      zh: "改正清单后以 session.yaml 之名重新放入会话目录；若确定不需要清单，执行 `intone release --without-manifest 场次`。",
      en:
        "Correct it and put it into the session's directory as session.yaml; if the session needs no manifest: `intone release --without-manifest SESSION`."
    ))
  public static let sessionManifestNotAwaited = FaultCode(
    "session.manifest-not-awaited",
    cause: Bilingual(zh: "该场次没有在等待清单", en: "this session does not wait for a manifest"),
    action: Bilingual(
      zh: "用 `intone queue` 与 `intone quarantine` 查看它在等什么。", en: "`intone queue` and `intone quarantine` show what it is waiting for."))
  public static let manifestMisnamed = FaultCode(
    "manifest.misnamed",
    cause: Bilingual(
      zh: "看起来是场次清单，但文件名不是 session.yaml，无法确定哪一份有效",
      en: "the file looks like the session's manifest but is not named session.yaml, so it is unclear which manifest applies"),
    action: Bilingual(
      zh: "请命名为 session.yaml，放入会话目录；多余的副本请删除。",
      en: "Name it session.yaml and put it into the session's directory; remove extra copies."))

  public static let sessionForgotten = FaultCode(
    "session.forgotten",
    cause: Bilingual(
      zh: "该候选人的数据已应要求删除，再次投递的内容也已删除", en: "this candidate's data was erased on request, and so was the new delivery"),
    action: Bilingual(
      zh: "请勿再次投递；隔离区中只留下这条说明，不含内容。", en: "Do not deliver it again; nothing but this note is left in the quarantine."))

  static let inboxSessionCodes: [FaultCode] = [
    .sessionManifestUnreadable, .sessionManifestNotAwaited, .manifestMisnamed, .sessionForgotten,
  ]
}
