import Documents
import Files
import FoundationEssentials
import Interview
import Settings
import Vault

/// Which configuration is looked at: the file that was named, else what the running daemon goes by, else the installed file.
extension Doctor {
  private static let installed = "/etc/intone/intone.yaml"

  /// The configuration that was named, or that the daemon goes by; the defaults, with a finding, where it cannot be read.
  func settings(_ findings: inout [Finding]) -> DaemonConfiguration {
    if config == nil, let running = running(&findings) { return running }
    let path = config ?? Self.installed
    let processors = ProcessInfo.processInfo.activeProcessorCount
    var settings = DaemonConfiguration(processors: processors)
    do throws(Fault) {
      if FileManager.default.fileExists(atPath: path) {
        settings = try DaemonConfiguration(yaml: Files.read(path: path, limit: 1 << 20), name: path, processors: processors)
        findings.append(.ok("configuration", zh: path, en: path))
      } else if config != nil {
        throw Fault(.pathMissing, path)
      } else {
        findings.append(
          .warning(
            "configuration", zh: "没有 \(path)，使用内置默认值", en: "there is no \(path); the built-in values are in force",
            fix: Bilingual(
              zh: "需要更改时从 /usr/share/doc/intone/examples/intone.yaml 复制一份。",
              en: "Copy /usr/share/doc/intone/examples/intone.yaml there when something is to be set.")))
      }
      try settings.apply(environment: ProcessInfo.processInfo.environment)
    } catch {
      findings.append(.problem("configuration", error))
    }
    return settings
  }

  /// What the daemon that answers goes by; nil where none answers, and where it shows that to administrators alone.
  private func running(_ findings: inout [Finding]) -> DaemonConfiguration? {
    do throws(Fault) {
      let shown = try daemon.ask("GET", "/v1/configuration")
      guard let entries = try? [SettingDocument](reading: shown) else {
        throw Fault(.daemonRefused, "/v1/configuration")
      }
      // What the checks look at; each value stands there as YAML takes it.
      let wanted: Set = ["state", "store", "socket", "socket_mode", "inbox", "workers", "models", "objects"]
      let yaml = entries.filter { wanted.contains($0.key) }.map { "\($0.key): \($0.text)\n" }.joined()
      let settings = try DaemonConfiguration(
        yaml: Array(yaml.utf8), name: daemon.socket, processors: ProcessInfo.processInfo.activeProcessorCount)
      let file = entries.lazy.compactMap { Self.file(of: $0.origin) }.first
      findings.append(
        changed(file)
          ?? .ok("configuration", zh: "运行中的守护进程所用：" + (file ?? "内置默认值"), en: "of the running daemon: " + (file ?? "the built-in values")))
      return settings
    } catch {
      if error.code == .daemonUnreachable || error.code == .daemonDenied { return nil }
      findings.append(
        .warning(
          "configuration", zh: "运行中的守护进程只向管理员显示其配置，改为读取文件",
          en: "the running daemon shows what it goes by to administrators alone; the file is looked at instead",
          fix: Bilingual(
            zh: "以 root 或管理员运行 intone doctor，或用 --config 指定文件。", en: "Ask as root or as an administrator, or name the file with --config."))
      )
      return nil
    }
  }

  /// The file of an origin like `/etc/intone/intone.yaml:12`.
  private static func file(of origin: String) -> String? {
    guard origin.hasPrefix("/"), let colon = origin.lastIndex(of: ":") else { return nil }
    return String(origin[..<colon])
  }

  /// A note where the file is another than when the daemon read it; nil also where one of them cannot be had.
  private func changed(_ file: String?) -> Finding? {
    guard let file, let status = try? daemon.ask("GET", "/v1/status"),
      let hash = (try? StatusDocument(reading: status))?.configuration,
      let bytes = try? Files.read(path: file, limit: 1 << 20), Files.hash(bytes).hex != hash
    else { return nil }
    return .warning(
      "configuration", zh: "\(file) 在守护进程读取后有改动，尚未生效", en: "\(file) was changed since the daemon read it, and is not in force",
      fix: Bilingual(zh: "intoned --check-config && intone reload", en: "intoned --check-config && intone reload"))
  }
}

extension Doctor {
  /// Whether the bucket that recordings move to is there and may be used; nothing where they stay.
  func objects(_ settings: DaemonConfiguration) -> [Finding] {
    guard let configured = settings.objects, let objects = ArchivedObjects(settings) else { return [] }
    let address = configured.endpoint + "/" + configured.bucket
    do throws(Fault) {
      try objects.store.check()
      return [.ok("objects", zh: address, en: address)]
    } catch {
      return [.problem("objects", error)]
    }
  }
}
