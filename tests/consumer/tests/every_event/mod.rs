//! Runs a check for the type of every event in the catalog.

use annals::{Event, sample};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A check for each type of event.
pub(crate) trait Check {
    /// Checks one type.
    fn event<E: Event + PartialEq + Serialize + DeserializeOwned>(&mut self);
}

/// The sample of an event, its smallest value, and pseudorandom values.
pub(crate) fn values<E: Event>() -> impl Iterator<Item = E> {
    let generated = (0..24).map(|seed| sample::generate(&bytes(seed)));
    std::iter::once(E::sample()).chain(generated)
}

/// Pseudorandom bytes: none for seed 0, more for each following seed.
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
        /// Checks every event, and asserts that the list is complete.
        #[expect(deprecated, reason = "deprecated events are events")]
        pub(crate) fn check_all(check: &mut impl Check) {
            use openedx_events::{$($domain),*};
            let listed = [$($($domain::$event::DESCRIPTOR.event_type),*),*];
            let missing = annals::registry().iter().find(|event| !listed.contains(&event.event_type));
            assert!(missing.is_none(), "{} does not list {missing:?}", file!());
            $($(check.event::<$domain::$event>();)*)*
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
