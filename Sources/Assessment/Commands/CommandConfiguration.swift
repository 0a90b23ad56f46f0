import Files

/// A program of the operator's that works on what candidates sent, and what it may use.
public struct CommandConfiguration: Sendable, Hashable {
  /// The program and its arguments. In these, `{folder}` stands for a directory of its own, and what each use of it adds.
  public var command: [String]
  /// Seconds until it is stopped.
  public var timeout: Double
  /// Bytes of address space.
  public var memory: Int64
  /// Files and directories that it may read beside the system's: models, virtual environments.
  public var reads: [String]
  /// Bytes of all files that it makes in its directory.
  public var largestFolder: Int64 = 1 << 30

  public init(command: [String], timeout: Double, memory: Int64, reads: [String] = []) {
    self.command = command
    self.timeout = timeout
    self.memory = memory
    self.reads = reads
  }
}
