import FoundationEssentials
import Inbox
import Objects
import Transfers
import Vault

extension ArchivedObjects {
  /// Where the recordings of a configuration move to; nil where they stay.
  ///
  /// - Parameters:
  ///   - isOwn: whether this is the daemon.
  ///   - transfer: what it sends with, to be stopped by whoever shuts down.
  ///   - clock: seconds since 1970, of this machine.
  public convenience init?(
    _ configuration: DaemonConfiguration, isOwn: Bool = true, transfer: HTTPTransfer = HTTPTransfer(),
    clock: @escaping @Sendable () -> Double = { Date().timeIntervalSince1970 }
  ) {
    guard let objects = configuration.objects else { return nil }
    let process = ProcessInfo.processInfo
    let store = S3ObjectStore(
      S3ObjectStore.Configuration(
        endpoint: objects.endpoint, bucket: objects.bucket, region: objects.region, authorities: objects.authorities,
        credentials: objects.credentials(process.environment)), transfer: transfer, clock: clock)
    let own = Self.component(process.hostName) + "/" + Self.component(configuration.inbox.instance) + "/"
    self.init(store, prefix: objects.prefix ?? own, stateDirectory: configuration.inbox.stateDirectory, isOwn: isOwn, clock: clock)
  }
}
