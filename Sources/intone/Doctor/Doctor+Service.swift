import Documents
import FoundationEssentials
import Interview
import Settings

/// The unit, its user, and the daemon itself.
extension Doctor {
  /// The unit as systemd knows it; nothing where there is no systemd.
  func unit() -> [Finding] {
    // A machine without systemd runs the daemon in another way; there is nothing to look at then.
    guard FileManager.default.fileExists(atPath: "/run/systemd/system") else {
      return [.ok("unit", zh: "此机没有 systemd", en: "this machine has no systemd")]
    }
    var findings: [Finding] = []
    let users = (try? String(contentsOfFile: "/etc/passwd", encoding: .utf8)) ?? ""
    if !users.split(separator: "\n").contains(where: { $0.hasPrefix("intone:") }) {
      findings.append(
        .problem(
          "user intone", zh: "不存在", en: "does not exist", fix: Bilingual(zh: "systemd-sysusers", en: "systemd-sysusers")))
    }
    let candidates = ["/etc/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system"].map { $0 + "/intoned.service" }
    guard let unit = candidates.first(where: { FileManager.default.fileExists(atPath: $0) }) else {
      findings.append(
        .problem(
          "unit", zh: "没有 intoned.service", en: "there is no intoned.service",
          fix: Bilingual(zh: "安装软件包，或按 README 安装单元。", en: "Install the package, or the unit as README says.")))
      return findings
    }
    let wanted = "/etc/systemd/system/multi-user.target.wants/intoned.service"
    let isEnabled = (try? FileManager.default.destinationOfSymbolicLink(atPath: wanted)) != nil
    let isRunning = FileManager.default.fileExists(atPath: "/sys/fs/cgroup/system.slice/intoned.service")
    if isEnabled {
      findings.append(.ok("unit", zh: unit, en: unit))
    } else {
      findings.append(
        .warning(
          "unit", zh: "未设为开机启动", en: "is not started at boot",
          fix: Bilingual(zh: "systemctl enable --now intoned", en: "systemctl enable --now intoned")))
    }
    if !isRunning {
      findings.append(
        .problem(
          "unit", zh: "没有在运行", en: "is not running",
          fix: Bilingual(
            zh: "systemctl start intoned；起不来则看 journalctl -u intoned -n 50。",
            en: "systemctl start intoned; if it does not stay up: journalctl -u intoned -n 50"
          )))
    }
    return findings
  }

  /// The daemon's own word, with each of its problems.
  /// - Parameter report: nil where it does not answer, for the reason that is a finding then.
  func socket(_ report: inout StatusDocument?) -> [Finding] {
    do throws(Fault) {
      let body = try daemon.ask("GET", "/v1/status")
      guard let status = try? StatusDocument(reading: body) else {
        throw Fault(.daemonRefused, "/v1/status")
      }
      report = status
      return [.ok("daemon", zh: "\(daemon.socket)，版本 \(status.version)", en: "answers at \(daemon.socket), version \(status.version)")]
        + status.problems.map {
          .problem(
            $0.about, zh: "\($0.cause.zh) \($0.detail)", en: "\($0.cause.en) \($0.detail)",
            fix: $0.action)
        }
    } catch {
      return [.problem("daemon", error)]
    }
  }
}
