import Interview

// Which answer a file belongs to, where its name alone does not say: transcripts that are called a little otherwise than
// their recordings, and second copies. It depends on what else is there, and so is decided anew whenever something of the
// session has come or gone.
extension RootIndex {
  /// Joins the files of sessions of which something has changed; with `everything`, of all sessions where it may matter, since
  /// another daemon may have filed. Linear in the files of those sessions.
  mutating func join(everything: Bool, archive: (OpaqueName) -> ArchivedSession) {
    let names = everything ? Set(sessions.filter { $0.value.files.values.contains(where: \.isJoinable) }.keys).union(unjoined) : unjoined
    unjoined = []
    for name in names { join(name, archive(name)) }
  }

  private mutating func join(_ name: OpaqueName, _ archived: ArchivedSession) {
    guard let session = sessions[name], session.files.values.contains(where: \.isJoinable) else { return }
    var known = Set(archived.recordings.keys)
    for case .answer(let key) in working where key.session == name { known.insert(key) }
    let recordings = session.files.filter { $0.value.role == .recording }
    for entry in recordings.values where entry.name.copyOf == nil { known.insert(entry.name.key) }
    let originals = Set(known.map(LikeKey.init))
    for (id, entry) in recordings where entry.name.copyOf != nil {
      let isCopy = entry.name.copyOf.map { originals.contains(LikeKey($0)) } ?? false
      put(id, name, leftAlone: isCopy ? .inboxConflictCopy : nil, joined: nil)
      if !isCopy { known.insert(entry.name.key) }
    }
    let answers = KnownRecordings(known)
    for (id, entry) in session.files where entry.role == .transcript {
      let target = answers.target(of: entry.name)
      let isCopy = target == nil && (entry.name.copyOf.map { originals.contains(LikeKey($0)) } ?? false)
      put(id, name, leftAlone: isCopy ? .inboxConflictCopy : nil, joined: target == entry.name.key ? nil : target)
    }
  }

  private mutating func put(_ id: FileID, _ session: OpaqueName, leftAlone: FaultCode?, joined: AnswerKey?) {
    guard var entry = sessions[session]?.files[id], entry.leftAlone != leftAlone || entry.joined != joined else { return }
    leave(entry.unit, id)
    (entry.leftAlone, entry.joined) = (leftAlone, joined)
    sessions[session]?.files[id] = entry
    if leftAlone == nil { enter(entry.unit, id) }
  }

  /// The file becomes one of the unit's.
  mutating func enter(_ unit: WorkItem, _ id: FileID) {
    sessions[unit.session]?.units[unit, default: []].insert(id)
    pend(unit)
  }

  /// The file is none of the unit's any more.
  mutating func leave(_ unit: WorkItem, _ id: FileID) {
    sessions[unit.session]?.units[unit]?.remove(id)
    guard sessions[unit.session]?.units[unit]?.isEmpty == true else { return }
    sessions[unit.session]?.units[unit] = nil
    drop(unit)
  }
}

extension ObservedFile {
  /// Whether what it belongs to may depend on what else is there.
  fileprivate var isJoinable: Bool { role == .transcript || name.copyOf != nil }
}
