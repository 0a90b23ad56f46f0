import Interview

/// What the socket answers to those who change something, and what it is sent.
package enum Replies {
  package struct Done: Document {
    package let id: String
    package let done: Bool

    package init(id: String) { (self.id, done) = (id, true) }
  }

  package struct Rescanned: Document {
    package let done: Bool

    package init() { done = true }
  }

  package struct Released: Document {
    package let id: String
    package let done: Bool
    /// What was kept, as it went back into the inbox.
    package let put_back: [String]

    package init(id: String, putBack: [String]) { (self.id, done, put_back) = (id, true, putBack) }
  }

  package struct Work: Document {
    package let work: WorkMode
    package let in_hand: Int
    /// When a pause ends by itself; seconds since 1970.
    package let resumes_at: Double?

    package static let omitted = OmittedMembers.some(["resumes_at"])

    package init(_ mode: WorkMode, inWork: Int, resumesAt: Double? = nil) {
      (work, in_hand, resumes_at) = (mode, inWork, resumesAt?.figure(0))
    }
  }

  package struct Redelivery: Document {
    package let id: String
    /// Deliveries that are sent once more.
    package let again: Int

    package init(id: String, again: Int) { (self.id, self.again) = (id, again) }
  }

  package struct Reloaded: Document {
    package let models: Int
    package let configuration: String?
    /// Keys whose new value is not in force yet.
    package let needs_restart: [String]

    package init(models: Int, configuration: String?, needsRestart: [String]) {
      (self.models, self.configuration, needs_restart) = (models, configuration, needsRestart)
    }
  }
}

package enum Wishes {
  package struct Review: Document {
    package let reviewer: String
    package let judgement: String
    package let reason: String

    package init(reviewer: String, judgement: String, reason: String) {
      (self.reviewer, self.judgement, self.reason) = (reviewer, judgement, reason)
    }
  }

  /// What was said, as a person who has listened writes it.
  package struct Correction: Document {
    package let reviewer: String
    package let reason: String
    /// A line for each of those that the transcript has, where their times are to stay.
    package let text: String

    package init(reviewer: String, reason: String, text: String) { (self.reviewer, self.reason, self.text) = (reviewer, reason, text) }
  }

  /// All that is held of a candidate is about to be given out.
  package struct Export: Document {
    package let candidate: String

    package init(candidate: String) { self.candidate = candidate }
  }

  /// Of a candidate, or of a session.
  package struct Erasure: Document {
    package let candidate: String?
    package let session: String?
    package let dry_run: Bool?
    package let in_advance: Bool?

    package static let omitted = OmittedMembers.all

    package init(candidate: String?, session: String?, isDryRun: Bool, inAdvance: Bool) {
      (self.candidate, self.session, dry_run, in_advance) = (candidate, session, isDryRun, inAdvance)
    }
  }
}

/// A role model in force.
package struct ModelDocument: Document {
  package let id: String
  package let version: String
  package let name: Bilingual
  package let sha256: ContentHash

  package static let component: String? = "Model"

  package init(_ reference: RoleModelReference, name: Bilingual) {
    (id, version, self.name, sha256) = (reference.id, reference.version, name, reference.hash)
  }
}
