import Interview

extension FaultCode {
  /// What only the command itself meets.
  static let commandCodes: [FaultCode] = [
    .daemonUnreachable, .daemonDenied, .daemonRefused, .daemonBusy, .reportUnwritable, .nothingStored, .proposalUnwritable,
    .modelNotInForce,
  ]
}
