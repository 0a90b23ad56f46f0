import FoundationEssentials
import Interview
import PostgresStore
import SQLiteStore
import Settings
import Store
import Vault

/// The store that a text names (`StoreLocation`), for reading only.
func openStore(reading text: String, vault: Vault = .none) throws(Fault) -> any WholeStore {
  switch StoreLocation(text) {
  case .file(let path): try SQLiteStore(readOnly: path, vault: vault)
  case .server(let connection): try PostgresStore(readOnly: connection, vault: vault)
  }
}

/// The same for writing; its tables are made where there are none.
func openStore(writing text: String, vault: Vault = .none) throws(Fault) -> any WholeStore {
  switch StoreLocation(text) {
  case .file(let path): try SQLiteStore(path: path, vault: vault)
  case .server(let connection): try PostgresStore(connection, vault: vault)
  }
}

/// Whether it is worth opening: a file that is not there holds nothing.
func mayHoldStore(_ text: String) -> Bool {
  switch StoreLocation(text) {
  case .file(let path): FileManager.default.fileExists(atPath: path)
  case .server: true
  }
}

func isOnServer(_ text: String) -> Bool {
  if case .server = StoreLocation(text) { true } else { false }
}

/// The path of a store that is a file.
/// - Throws: `backup.by-server` for any other.
func requireFile(_ text: String) throws(Fault) -> String {
  guard case .file(let path) = StoreLocation(text) else { throw Fault(.backupByServer, text) }
  return path
}
