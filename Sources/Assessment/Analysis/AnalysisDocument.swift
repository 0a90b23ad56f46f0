import Documents
import Interview

/// What is known of one answer, `intone.analysis/1`: what `intone analyze` prints, what the store keeps beside the row, and all that a report
/// and a later scoring read of the answer. Where a value is null, `unknown` says why, by its dotted place.
///
/// Optional are values that may be unknown, and members that documents of earlier versions may lack.
package struct AnalysisDocument: Document {
  package struct Question: Document {
    package let id: String?
    /// As the session's manifest worded it.
    package let text: String?
  }

  package struct Recording: Document {
    package struct Quality: Document {
      package let snr_db: Double?
      package let clipped_ratio: Double?
      package let bandwidth_hz: Double?
      package let reverberation_s: Double?
      /// The least and the greatest that the true time is in 95 of 100 rooms.
      package let reverberation_range_s: [Double]?
      package let truncated: Bool?
      package let flags: [String]

      package static let omitted = OmittedMembers.some(["reverberation_range_s"])
    }

    package let path: String?
    package let sha256: String?
    package let container: String?
    package let codec: String?
    package let sample_rate_hz: Int?
    package let channels: Int?
    package let duration_s: Double?
    package let quality: Quality
    /// Told where there was something to choose.
    package let audio_track: Int?
    package let audio_tracks: Int?

    package static let omitted = OmittedMembers.some(["audio_track", "audio_tracks"])

    /// In one line.
    package var summary: String { "\(container ?? "") / \(codec ?? ""), \(sample_rate_hz ?? 0) Hz, \(channels ?? 0) ch" }
  }

  package struct Timing: Document {
    package struct Pauses: Document {
      package let threshold_s: Double?
      package let count: Double?
      package let per_min: Double?
      package let total_s: Double?
      package let mean_s: Double?
      package let median_s: Double?
      package let longest_s: Double?
      package let ratio: Double?
      package let inside_clauses_per_min: Double?
      package let between_clauses_per_min: Double?
    }

    /// Filled pauses heard in the sound: estimated, and a part of them.
    package struct FillersHeard: Document {
      package let per_min: Double?
      package let estimated: Bool
      package let spans: [TimeRange]
    }

    package let lead_in_s: Double?
    package let tail_s: Double?
    package let span_s: Double?
    package let phonation_s: Double?
    package let phonation_ratio: Double?
    package let time_share: Double?
    package let pauses: Pauses?
    package let fillers_heard: FillersHeard?
  }

  package struct Rate: Document {
    package struct Surge: Document {
      package let span: TimeRange
      /// From the speaker's own pace, as a share of it.
      package let change: Double?
    }

    package let syllables: Double?
    package let source: String?
    /// Whether the syllables were estimated from the sound.
    package let estimated: Bool?
    package let speech_rate_syl_s: Double?
    package let articulation_rate_syl_s: Double?
    package let characters_per_min: Double?
    package let words_per_min: Double?
    package let mean_length_of_run_syl: Double?
    package let surges: [Surge]?
  }

  package struct Pitch: Document {
    package let f0_median_hz: Double?
    package let f0_sd_st: Double?
    package let f0_range_st: Double?
    package let voiced_ratio: Double?
    package let trend_st_per_min: Double?
  }

  package struct Voice: Document {
    package let level_dbfs: Double?
    package let hnr_db: Double?
    package let jitter_local: Double?
    package let shimmer_local: Double?
    package let cpps_db: Double?
  }

  /// The course of the pitch for drawing, Hz; nil where nothing is voiced.
  package struct PitchTrack: Document {
    package let hop_s: Double
    package let f0_hz: [Double?]
  }

  /// Values of frames, `hop_s` apart.
  package struct Contours: Document {
    package let start_s: Double
    package let hop_s: Double
    package let f0_hz: [Double?]
    package let intensity_db: [Double]
    package let voicing: [Double]
    /// 1 where somebody speaks, else 0.
    package let speech: [Int]
  }

  package let schema: String?
  package let engine: String
  package let question: Question?
  package let recording: Recording
  package let timing: Timing?
  package let rate: Rate?
  package let pitch: Pitch?
  package let voice: Voice?
  /// Nil without transcript, and after the retention period.
  package let text: Text?
  package let segments: [TimeRange]
  package let pauses: [TimeRange]
  package let nuclei: [Double]?
  package let pitch_track: PitchTrack?
  package let contours: Contours?
  /// Nil without a role model.
  package let scores: Scores?
  package let unknown: Ordered<String>

  package static let omitted = OmittedMembers.some(["contours"])
}

extension AnalysisDocument {
  /// What was found in the transcript.
  package struct Text: Document {
    package struct Fit: Document {
      package let fits: Bool?
      package let code: String?
      package let finding: Bilingual?
      package let syllables_per_s_of_speech: Double?
      package let heard_per_syllable: Double?
      package let clauses_in_place: Double?
      package let evidence: Double?
      package let speech_without_words: Double?
      package let words_without_speech: Double?
    }

    package struct Fillers: Document {
      package let count: Int?
      package let per_min: Double?
      package let hits: [TextHit]
    }

    package struct Hits: Document {
      package let count: Int?
      package let per_100_syl: Double?
      package let hits: [TextHit]
    }

    package struct Keywords: Document {
      package struct Group: Document {
        package let group: String
        package let count: Int?
        package let hits: [TextHit]
        package let mentioned: [TextHit]?
      }

      package let coverage: Double?
      package let groups: [Group]
      package let missing: [String]
    }

    /// What the operator's judge said, or why it did not.
    package struct Judge: Document {
      package struct Refusal: Document {
        package let group: String
        package let reason: String
      }

      package let name: String?
      package let version: String?
      package let request_sha256: String?
      package let found: [String]?
      package let refused: [Refusal]?
      package let code: String?
      package let detail: String?

      package static let omitted = OmittedMembers.all
    }

    package struct Structure: Document {
      package let star_coverage: Double?
      package let problem_solution_coverage: Double?
      package let ordinal_markers: Double?
      package let steps: [StructureFinding]
    }

    /// What tells an answer from words strung together.
    package struct Substance: Document {
      package struct Restated: Document {
        package let kind: String
        package let text: String
        package let span: TimeRange?
      }

      package let own_words: Int?
      package let content_words: Int?
      package let own_words_share: Double?
      package let own_words_per_clause: Double?
      package let role_words_share: Double?
      package let repeated_share: Double?
      package let restated: [Restated]?
      package let concreteness: Hits?
    }

    package let sha256: String?
    package let format: String
    package let timing: String?
    package let times_estimated: Bool?
    package let others_share: Double?
    package let notes: [String]?
    package let fit: Fit?
    package let language: String?
    package let characters: Int?
    package let words: Int?
    package let syllables: Int?
    package let verbatim: Bool?
    package let fillers: Fillers?
    package let repetitions: Hits?
    package let repairs: Hits?
    package let keywords: Keywords
    package let judge: Judge?
    package let structure: Structure?
    package let specificity: Hits?
    package let richness: Double?
    package let substance: Substance?
    package let hedges: Hits?
    package let crutch_words: Hits?
    package let content: String
  }
}
