import ArgumentParser
import Documents
import Inbox
import Interview
import Pipeline
import PostgresStore
import SQLiteStore
import Seal
import Settings
import Vault

/// Where the master identity is, for what the command itself opens.
struct SealOptions: ParsableArguments {
  @Option(help: "A file with the master identity, as age-keygen writes it; else the service manager's credential.", completion: .file())
  var identity: String?
  @OptionGroup var configuration: ConfigurationOption

  /// The vault of a store, for reading; recordings that are in a store of objects are fetched as the configuration says, where that may be read.
  /// - Parameter state: the daemon's state directory; by default the store's own.
  func vault(_ daemon: DaemonOptions, state: String? = nil) throws(Fault) -> Vault {
    let vault = try daemon.vault(state: state, identity: identity, master: nil)
    if var settings = try? configuration.settings() {
      settings.inbox.stateDirectory = state ?? daemon.stateBesideStore
      vault.use(ArchivedObjects(settings, isOwn: false))
    }
    return vault
  }
}

extension DaemonOptions {
  /// The vault of the store that is used.
  ///
  /// - Parameters:
  ///   - identity: a file with the master identity; nil for the service manager's credential.
  ///   - master: whom identities are to be sealed to; nil for reading only.
  func vault(state: String? = nil, identity: String? = nil, master: SealRecipient?) throws(Fault) -> Vault {
    let (identities, state) = (try Vault.identities(file: identity), state ?? stateBesideStore)
    return switch StoreLocation(store) {
    case .file(let path):
      try Vault(store: path, stateDirectory: state, master: master, identities: identities, readOnly: master == nil)
    case .server(let connection):
      Vault(server: connection, stateDirectory: state, master: master, identities: identities, readOnly: master == nil)
    }
  }
}

extension String {
  /// The directory of a path.
  var folder: String { split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/") }
}

/// `intone seal`: what is sealed, and by whom it can be opened.
struct SealVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "seal",
    abstract: "Seal what was kept before, seal the sessions' identities to another master, or take one out for age.",
    discussion: """
      With seal: {recipient: age1…} in the configuration everything new is sealed as it is kept; docs/sealing.md tells what, and \
      what stays readable.

      EXAMPLE
        intone seal existing
      """,
    subcommands: [Existing.self, Rotate.self, Identity.self])

  /// `intone seal existing`: seals what was written before sealing was on. May be stopped and repeated.
  struct Existing: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "existing",
      abstract: "Seal what was kept before sealing was turned on; may be interrupted and called again.",
      discussion: """
        Files of the archive, the quarantine and the held directory, the documents beside them, and the words in the store. What waits in \
        the inbox is sealed when it is filed. Backups that were taken before, and databases that were moved aside, stay readable: \
        remove them. Blocks of the disk that held the plain files are free and not overwritten.

        EXAMPLE
          intone seal existing
        """)
    @OptionGroup var daemon: DaemonOptions

    private struct Object: Document {
      let files: Int
      let documents: Int
      let rows: Int
      /// Sessions that were in work.
      let left: Set<String>
    }

    func run() throws {
      let zh = daemon.lang == .zh
      var next: String?
      var (files, documents, rows) = (0, 0, 0)
      var left: Set<String> = []
      let bar = ProgressBar(Bilingual(zh: "封存", en: "sealing"), of: nil, daemon)
      defer { bar.clear() }
      repeat {
        let body = try daemon.ask("POST", "/v1/seal" + (next.map { "?after=" + PercentText.encoded($0) } ?? ""), timeout: 600)
        let batch = try SealedBatch(reading: body)
        (files, documents, rows) = (files + batch.files, documents + batch.documents, rows + batch.rows)
        left.formUnion(batch.left)
        bar.show(files + rows)
        next = batch.next
      } while next != nil
      bar.clear()
      if daemon.json {
        return print(Object(files: files, documents: documents, rows: rows, left: left).json.text)
      }
      print(
        zh
          ? "已封存 \(files) 个文件、\(documents) 份文档，查看了 \(rows) 行" : "sealed \(files) files and \(documents) documents; looked at \(rows) rows")
      if !left.isEmpty {
        print(
          zh ? "\(left.count) 个场次正在处理，请稍后再执行一次" : "\(left.count) sessions were being processed: run it once more")
      }
      print(
        zh
          ? "仍可读：此前的备份、被移开的数据库（intone.sqlite.replaced-…、.damaged-…）、收件目录中等待的文件"
          : "still readable: backups taken before, databases that were moved aside (intone.sqlite.replaced-…, .damaged-…), what waits in the inbox"
      )
      guard case .server = StoreLocation(daemon.store) else { return }
      print(
        zh
          ? "服务器上还可读：表中空出的位置（VACUUM FULL intone.answers 可清除）、尚未覆盖的预写日志，以及备机"
          : "still readable on the server: free places in its tables (VACUUM FULL intone.answers takes them away), its log until it is written over, and standbys"
      )
    }
  }

  /// `intone seal rotate`: seals the sessions' keys to another master; no recording is written anew.
  struct Rotate: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "rotate",
      abstract: "Seal the identity of every session to another master; nothing of the sessions is read.",
      discussion: """
        Afterwards put the new recipient into the configuration, give the service the new identity, restart it, and destroy the old \
        identity. May be interrupted and called again. Copies of the keys beside backups are replaced by the next backup.

        EXAMPLE
          sudo -u intone intone seal rotate --identity old.key --to age1…
        """)
    @Option(help: "The new master recipient, age1….") var to: String
    @OptionGroup var seal: SealOptions
    @OptionGroup var daemon: DaemonOptions

    private struct Object: Document {
      let rotated: Int
      let recipient: String
    }

    func run() throws {
      let new = try SealRecipient(to)
      let vault = try daemon.vault(identity: seal.identity, master: new)
      let bar = ProgressBar(Bilingual(zh: "换钥", en: "rotating"), of: nil, daemon)
      defer { bar.clear() }
      let count = try vault.rotate(to: new) { bar.show($0) }
      bar.clear()
      if daemon.json { return print(Object(rotated: count, recipient: new.description).json.text) }
      print(
        daemon.lang == .zh
          ? "\(count) 个场次的密钥已改由 \(new.description) 封存" : "the identities of \(count) sessions are sealed to \(new.description) now")
    }
  }

  /// `intone seal identity`: prints secrets, which open what is sealed to a session; needs the master identity.
  struct Identity: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "identity",
      abstract: "Print a session's own identities, so that age opens what is sealed to it.",
      discussion: """
        Needs the master identity.

        EXAMPLE
          intone seal identity s-1042 --identity master.key > s.key
          age -d -i s.key /var/lib/intone/archive/s-1042/q1.wav > q1.wav
        """)
    @Argument(help: "The session.") var session: String
    @OptionGroup var seal: SealOptions
    @OptionGroup var daemon: DaemonOptions

    func run() throws {
      let found = try seal.vault(daemon).identities(ofSession: session)
      guard !found.isEmpty else { throw Fault(.sealLocked, session) }
      if daemon.json { return print(JSON(encoding: ["identities": found.map(\.secret)]).text) }
      for identity in found { print("# \(identity.recipient)\n\(identity.secret)") }
    }
  }
}
