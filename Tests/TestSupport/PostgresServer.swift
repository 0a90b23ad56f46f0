import Foundation

/// A PostgreSQL server of the tests' own, started by the first test that asks for it: a cluster in a scratch directory, run by an ordinary
/// user, reached by a socket there. It ends, and its directory goes, when this process does, however that ends.
public final class PostgresServer: Sendable {
  /// One for the whole run; nil where the server's programs are not installed (`make setup` installs them).
  public static let shared: PostgresServer? = try? PostgresServer()

  /// Where its socket is, and its data.
  public let directory: String
  /// Held open: the keeper ends the server when it is closed.
  private let life: Pipe
  private let holder: Process

  public struct NotStarted: Error { let log: String }

  /// libpq's connection string for one of its databases.
  public func connection(_ database: String = "postgres") -> String { "host=\(directory) user=postgres dbname=\(database)" }

  /// - Parameter settings: further settings as the server's command line takes them.
  public init(settings: [String] = []) throws {
    let programs = try Self.programs()
    directory = FileManager.default.temporaryDirectory.path + "/intone-pg-" + UUID().uuidString.prefix(8)
    life = Pipe()
    holder = Process()
    holder.executableURL = URL(fileURLWithPath: "/bin/bash")
    holder.arguments = ["-c", Self.script, "keeper", programs, directory] + settings
    holder.standardInput = life
    let output = Pipe()
    holder.standardOutput = output
    try holder.run()
    // One word when it answers; nothing where it does not come up.
    let word = output.fileHandleForReading.availableData
    guard String(decoding: word, as: UTF8.self).hasPrefix("ready") else {
      throw NotStarted(log: (try? String(contentsOfFile: directory + "/log", encoding: .utf8)) ?? "")
    }
  }

  /// Kills the server as a power cut would, and starts it again when `resume` is called.
  public func kill() { tell("kill") }
  /// Starts a server that was killed.
  public func resume() { tell("resume") }

  private func tell(_ word: String) {
    life.fileHandleForWriting.write(Data((word + "\n").utf8))
    let done = directory + "/done-" + word
    // The keeper answers each word, and a start within 30 s; without a keeper nobody would.
    while !FileManager.default.fileExists(atPath: done) {
      precondition(
        holder.isRunning, "the keeper of the server ended: \((try? String(contentsOfFile: directory + "/log", encoding: .utf8)) ?? "")")
      usleep(20_000)
    }
    try? FileManager.default.removeItem(atPath: done)
  }

  private static func programs() throws -> String {
    let base = "/usr/lib/postgresql"
    let versions = try FileManager.default.contentsOfDirectory(atPath: base).compactMap { Int($0) }.sorted()
    guard let newest = versions.last(where: { FileManager.default.isExecutableFile(atPath: "\(base)/\($0)/bin/initdb") }) else {
      throw NotStarted(log: base)
    }
    return "\(base)/\(newest)/bin"
  }

  /// The server refuses to be run by root; `fsync` is of no use to what goes with the process.
  private static let script = """
    programs=$1 place=$2; shift 2
    mkdir -m 700 "$place"
    as=()
    if [ "$(id -u)" = 0 ]; then
      chown nobody: "$place"
      as=(setpriv --reuid=nobody --regid="$(id -g nobody)" --clear-groups)
    fi
    # The socket is for whoever runs the tests.
    cd /
    "${as[@]}" "$programs/initdb" -D "$place/data" -A trust -U postgres --no-sync --locale=C --encoding=UTF8 >"$place/log" 2>&1
    start() {
      "${as[@]}" "$programs/postgres" -D "$place/data" -F -k "$place" -c listen_addresses= -c max_connections=200 "$@" \\
        </dev/null >>"$place/log" 2>&1 &
      server=$!
      for _ in $(seq 300); do
        "$programs/pg_isready" -q -h "$place" && return
        kill -0 "$server" 2>/dev/null || return
        sleep 0.1
      done
    }
    start "$@"
    if "$programs/pg_isready" -q -h "$place"; then echo ready; else echo failed; fi
    while read -r word; do
      case $word in
        kill) pkill -9 -P "$server"; kill -9 "$server"; wait "$server" 2>/dev/null; rm -f "$place/data/postmaster.pid" ;;
        resume) start "$@" ;;
      esac
      touch "$place/done-$word"
    done
    kill -INT "$server" 2>/dev/null
    wait "$server" 2>/dev/null
    rm -rf "$place"
    """
}
