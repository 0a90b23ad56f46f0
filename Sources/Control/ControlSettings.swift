import Documents
import Interview
import Settings

/// The configuration in force, as the socket shows and changes it.
public struct ControlSettings: Sendable {
  /// SHA-256 of the file in force; nil for the built-in values.
  public var hash: @Sendable () -> String?
  public var roles: @Sendable () -> RoleMap
  /// Each key with its value and where that comes from.
  package var shown: @Sendable () -> [SettingDocument]
  /// Reads the file and the role models again. Throws with every mistake, and leaves what was in force.
  package var reload: @Sendable () throws(Fault) -> Replies.Reloaded
  /// Why the last reload was refused; nil when it was not.
  public var refusal: @Sendable () -> Fault?

  package init(
    hash: @escaping @Sendable () -> String?, roles: @escaping @Sendable () -> RoleMap, shown: @escaping @Sendable () -> [SettingDocument],
    reload: @escaping @Sendable () throws(Fault) -> Replies.Reloaded, refusal: @escaping @Sendable () -> Fault?
  ) {
    self.hash = hash
    self.roles = roles
    self.shown = shown
    self.reload = reload
    self.refusal = refusal
  }
}
