//! Every event of the catalog as a type, for tests that ask each one the same question.

use annals::{Event, sample};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Something to ask of each event.
pub(crate) trait Question {
    /// Asks it of one.
    fn of<E: Event + PartialEq + Serialize + DeserializeOwned>(&mut self);
}

/// The sample of an event, the smallest value, and values of all kinds.
pub(crate) fn values<E: Event>() -> impl Iterator<Item = E> {
    let made = (0..24).map(|seed| sample::generate(&bytes(seed)));
    std::iter::once(E::sample()).chain(made)
}

/// Bytes without a pattern, more for each seed and none for the first.
fn bytes(seed: u32) -> Vec<u8> {
    let mut state = seed;
    let next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    std::iter::repeat_with(next).take(seed as usize * 40).collect()
}

macro_rules! events {
    ($($domain:ident { $($event:ident)* })*) => {
        /// Asks every event, and makes sure that the list has them all.
        #[expect(deprecated, reason = "deprecated events are events")]
        pub(crate) fn ask(question: &mut impl Question) {
            use openedx_events::{$($domain),*};
            let listed = [$($($domain::$event::DESCRIPTOR.event_type),*),*];
            let missing = annals::registry().iter().find(|event| !listed.contains(&event.event_type));
            assert!(missing.is_none(), "{} lacks the type of {missing:?}", file!());
            $($(question.of::<$domain::$event>();)*)*
        }
    };
}

events! {
    analytics {
        TrackingEventEmitted
    }
    authz {
        RoleAssignmentCreated
        RoleAssignmentDeleted
    }
    content_authoring {
        ContentObjectAssociationsChanged
        ContentObjectTagsChanged
        LibraryCollectionCreated
        LibraryCollectionDeleted
        LibraryCollectionUpdated
        LibraryContainerCreated
        LibraryContainerDeleted
        LibraryContainerPublished
        LibraryContainerUpdated
        ContentLibraryCreated
        ContentLibraryDeleted
        ContentLibraryUpdated
        CourseCatalogInfoChanged
        CourseCertificateConfigChanged
        CourseCertificateConfigDeleted
        CourseCreated
        CourseImportCompleted
        CourseRerunCompleted
        LibraryBlockCreated
        LibraryBlockDeleted
        LibraryBlockPublished
        LibraryBlockUpdated
        XblockCreated
        XblockDeleted
        XblockDuplicated
        XblockPublished
        XblockUpdated
    }
    enterprise {
        EnterpriseGroupDeleted
        LearnerCreditCourseEnrollmentRevoked
        SubsidyRedeemed
        SubsidyRedemptionReversed
        LedgerTransactionCommitted
        LedgerTransactionCreated
        LedgerTransactionFailed
        LedgerTransactionReversed
    }
    learning {
        SessionLoginCompleted
        BadgeAwarded
        BadgeRevoked
        CcxCoursePassingStatusUpdated
        CertificateChanged
        CertificateCreated
        CertificateRevoked
        CohortMembershipChanged
        CourseEnrollmentChanged
        CourseEnrollmentCreated
        CourseNotificationRequested
        CoursePassingStatusUpdated
        PersistentGradeSummaryChanged
        CourseUnenrollmentCompleted
        CourseDiscussionsChanged
        ExamAttemptErrored
        ExamAttemptRejected
        ExamAttemptReset
        ExamAttemptSubmitted
        ExamAttemptVerified
        ExternalGraderScoreSubmitted
        ForumThreadCreated
        ForumResponseCommentCreated
        ForumThreadResponseCreated
        IdvAttemptApproved
        IdvAttemptCreated
        IdvAttemptDenied
        IdvAttemptPending
        LtiProviderLaunchSuccess
        OraSubmissionCreated
        ProgramCertificateAwarded
        ProgramCertificateRevoked
        StudentRegistrationCompleted
        CourseAccessRoleAdded
        CourseAccessRoleRemoved
        UserNotificationRequested
        XblockSkillVerified
    }
}
