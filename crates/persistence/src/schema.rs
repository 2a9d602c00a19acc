// Generated from the migrated database; do not edit. A test holds it to the catalogue.

diesel::table! {
    account_links (id) {
        id -> Uuid,
        user_id -> Uuid,
        purpose -> Text,
        fingerprint -> Bytea,
        created_at -> Timestamptz,
        expires_at -> Timestamptz,
        used_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    announcement_reads (announcement_id, user_id) {
        announcement_id -> Uuid,
        user_id -> Uuid,
        read_at -> Timestamptz,
    }
}

diesel::table! {
    announcements (id) {
        id -> Uuid,
        author_id -> Nullable<Uuid>,
        audience_id -> Uuid,
        title -> Text,
        body -> Text,
        pinned -> Bool,
        publish_at -> Timestamptz,
        expires_at -> Nullable<Timestamptz>,
        notified_at -> Nullable<Timestamptz>,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        search -> Text,
    }
}

diesel::table! {
    audience_roles (audience_id, role_code) {
        audience_id -> Uuid,
        role_code -> Text,
    }
}

diesel::table! {
    audience_sections (audience_id, section_id) {
        audience_id -> Uuid,
        section_id -> Uuid,
    }
}

diesel::table! {
    audiences (id) {
        id -> Uuid,
        everyone -> Bool,
    }
}

diesel::table! {
    audit_trail (id) {
        id -> Uuid,
        at -> Timestamptz,
        actor_id -> Nullable<Uuid>,
        actor_name -> Nullable<Text>,
        address -> Nullable<Inet>,
        request_id -> Text,
        action -> Text,
        record_kind -> Text,
        record_id -> Nullable<Uuid>,
        before -> Nullable<Jsonb>,
        after -> Nullable<Jsonb>,
    }
}

diesel::table! {
    begun_tickets (fingerprint) {
        fingerprint -> Bytea,
        session_id -> Uuid,
        begun_at -> Timestamptz,
    }
}

diesel::table! {
    calendar_feeds (user_id) {
        user_id -> Uuid,
        fingerprint -> Bytea,
        created_at -> Timestamptz,
        last_used_on -> Nullable<Date>,
    }
}

diesel::table! {
    conversation_members (id) {
        id -> Int8,
        conversation_id -> Uuid,
        user_id -> Uuid,
        added_by -> Nullable<Uuid>,
        joined_at -> Timestamptz,
        left_at -> Nullable<Timestamptz>,
        since_number -> Int8,
        until_number -> Nullable<Int8>,
        read_number -> Int8,
    }
}

diesel::table! {
    conversations (id) {
        id -> Uuid,
        kind -> Text,
        title -> Nullable<Text>,
        section_id -> Nullable<Uuid>,
        first_id -> Nullable<Uuid>,
        second_id -> Nullable<Uuid>,
        started_by -> Nullable<Uuid>,
        last_number -> Int8,
        active_at -> Timestamptz,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    enrollment_moves (student_id, school_year_id, number) {
        student_id -> Uuid,
        school_year_id -> Uuid,
        number -> Int4,
        from_status -> Nullable<Text>,
        to_status -> Text,
        remarks -> Nullable<Text>,
        moved_by -> Nullable<Uuid>,
        moved_at -> Timestamptz,
    }
}

diesel::table! {
    enrollment_progress (student_id, school_year_id) {
        student_id -> Uuid,
        school_year_id -> Uuid,
        grade_level_id -> Uuid,
        status -> Text,
        section_id -> Nullable<Uuid>,
        remarks -> Nullable<Text>,
        submitted_at -> Timestamptz,
        changed_at -> Timestamptz,
        changed_by -> Nullable<Uuid>,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    enrollment_statuses (code) {
        code -> Text,
        position -> Int2,
    }
}

diesel::table! {
    enrollment_transitions (from_status, to_status) {
        from_status -> Text,
        to_status -> Text,
    }
}

diesel::table! {
    events (id) {
        id -> Uuid,
        author_id -> Nullable<Uuid>,
        audience_id -> Uuid,
        title -> Text,
        body -> Nullable<Text>,
        place -> Nullable<Text>,
        starts_on -> Nullable<Date>,
        ends_on -> Nullable<Date>,
        starts_at -> Nullable<Timestamptz>,
        ends_at -> Nullable<Timestamptz>,
        notified_at -> Nullable<Timestamptz>,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        search -> Text,
    }
}

diesel::table! {
    files (id) {
        id -> Uuid,
        feature -> Text,
        status -> Text,
        uploaded_by -> Uuid,
        section_id -> Nullable<Uuid>,
        name -> Text,
        storage_key -> Text,
        preview_key -> Text,
        preview_size -> Nullable<Int8>,
        media_type -> Nullable<Text>,
        size -> Nullable<Int8>,
        sha256 -> Nullable<Bytea>,
        created_at -> Timestamptz,
        missing_since -> Nullable<Timestamptz>,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    grade_levels (id) {
        id -> Uuid,
        code -> Text,
        name -> Text,
        position -> Int2,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    guardians (id) {
        id -> Uuid,
        guardian_id -> Uuid,
        student_id -> Uuid,
        relationship -> Text,
        academics -> Bool,
        money -> Bool,
        contact -> Bool,
        starts_on -> Date,
        ends_on -> Nullable<Date>,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    idempotency_keys (user_id, key) {
        user_id -> Uuid,
        key -> Text,
        fingerprint -> Bytea,
        answer -> Jsonb,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    jobs (id) {
        id -> Uuid,
        payload -> Jsonb,
        status -> Text,
        run_at -> Timestamptz,
        leased_until -> Nullable<Timestamptz>,
        attempts -> Int4,
        last_error -> Nullable<Text>,
        unique_key -> Nullable<Text>,
        finished_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    last_seen (user_id) {
        user_id -> Uuid,
        seen_at -> Timestamptz,
    }
}

diesel::table! {
    login_failures (id) {
        id -> Int8,
        email -> Text,
        address -> Nullable<Inet>,
        failed_at -> Timestamptz,
    }
}

diesel::table! {
    mail_wishes (user_id, area) {
        user_id -> Uuid,
        area -> Text,
    }
}

diesel::table! {
    meetings (id) {
        id -> Uuid,
        section_id -> Uuid,
        host_id -> Uuid,
        title -> Text,
        url -> Text,
        starts_at -> Timestamptz,
        ends_at -> Timestamptz,
        status -> Text,
        started_at -> Nullable<Timestamptz>,
        ended_at -> Nullable<Timestamptz>,
        cancelled_at -> Nullable<Timestamptz>,
        cancel_reason -> Nullable<Text>,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        search -> Text,
    }
}

diesel::table! {
    message_files (file_id) {
        file_id -> Uuid,
        conversation_id -> Uuid,
        uploaded_by -> Uuid,
        uploaded_at -> Timestamptz,
        number -> Nullable<Int8>,
    }
}

diesel::table! {
    message_mentions (user_id, conversation_id, number) {
        user_id -> Uuid,
        conversation_id -> Uuid,
        number -> Int8,
    }
}

diesel::table! {
    message_revisions (conversation_id, number, revision) {
        conversation_id -> Uuid,
        number -> Int8,
        revision -> Int4,
        body -> Text,
        how -> Text,
        replaced_by -> Nullable<Uuid>,
        replaced_at -> Timestamptz,
    }
}

diesel::table! {
    messages (conversation_id, number) {
        conversation_id -> Uuid,
        number -> Int8,
        id -> Uuid,
        sender_id -> Uuid,
        client_message_id -> Uuid,
        content_hash -> Int8,
        body -> Text,
        created_at -> Timestamptz,
        stored_at -> Timestamptz,
        changed_at -> Nullable<Timestamptz>,
        edited_at -> Nullable<Timestamptz>,
        deleted_at -> Nullable<Timestamptz>,
        deleted_by -> Nullable<Uuid>,
        version -> Int4,
    }
}

diesel::table! {
    module_openings (module_id, user_id) {
        module_id -> Uuid,
        user_id -> Uuid,
        opened_at -> Timestamptz,
    }
}

diesel::table! {
    modules (id) {
        id -> Uuid,
        section_id -> Uuid,
        teacher_id -> Uuid,
        title -> Text,
        description -> Nullable<Text>,
        file_id -> Uuid,
        uploaded_at -> Timestamptz,
        position -> Int8,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        search -> Text,
    }
}

diesel::table! {
    notifications (id) {
        id -> Uuid,
        user_id -> Uuid,
        kind -> Text,
        announcement_id -> Nullable<Uuid>,
        event_id -> Nullable<Uuid>,
        meeting_id -> Nullable<Uuid>,
        created_at -> Timestamptz,
        read_at -> Nullable<Timestamptz>,
        task_id -> Nullable<Uuid>,
        submission_id -> Nullable<Uuid>,
        module_id -> Nullable<Uuid>,
        record_id -> Uuid,
    }
}

diesel::table! {
    passwords (user_id) {
        user_id -> Uuid,
        hash -> Text,
        set_at -> Timestamptz,
    }
}

diesel::table! {
    person_storage (user_id) {
        user_id -> Uuid,
        bytes -> Int8,
    }
}

diesel::table! {
    placements (id) {
        id -> Uuid,
        student_id -> Uuid,
        section_id -> Uuid,
        school_year_id -> Uuid,
        placed_on -> Date,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    rights_epochs (user_id) {
        user_id -> Uuid,
        epoch -> Int8,
        changed_at -> Timestamptz,
    }
}

diesel::table! {
    roles (code) {
        code -> Text,
        name -> Text,
        position -> Int2,
    }
}

diesel::table! {
    school_years (id) {
        id -> Uuid,
        name -> Text,
        starts_on -> Date,
        ends_on -> Date,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    section_storage (section_id) {
        section_id -> Uuid,
        bytes -> Int8,
    }
}

diesel::table! {
    sections (id) {
        id -> Uuid,
        school_year_id -> Uuid,
        grade_level_id -> Uuid,
        name -> Text,
        adviser_id -> Nullable<Uuid>,
        room -> Nullable<Text>,
        capacity -> Int4,
        enrolled -> Int4,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        search -> Text,
    }
}

diesel::table! {
    sessions (id) {
        id -> Uuid,
        user_id -> Uuid,
        generation -> Int4,
        token_fingerprint -> Bytea,
        device -> Text,
        address -> Nullable<Inet>,
        created_at -> Timestamptz,
        rotated_at -> Timestamptz,
        revoked_at -> Nullable<Timestamptz>,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    settings (singleton) {
        singleton -> Bool,
        school_name -> Text,
        address -> Nullable<Text>,
        time_zone -> Text,
        currency -> Text,
        locale -> Text,
        classmates_may_chat -> Bool,
        max_upload_bytes -> Int8,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        section_quota_bytes -> Int8,
        person_quota_bytes -> Int8,
    }
}

diesel::table! {
    subjects (id) {
        id -> Uuid,
        code -> Text,
        title -> Text,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        search -> Text,
    }
}

diesel::table! {
    submission_draft_files (task_id, student_id, file_id) {
        task_id -> Uuid,
        student_id -> Uuid,
        file_id -> Uuid,
    }
}

diesel::table! {
    submission_drafts (task_id, student_id) {
        task_id -> Uuid,
        student_id -> Uuid,
        text -> Text,
        version -> Int4,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    submission_files (submission_id, file_id) {
        submission_id -> Uuid,
        file_id -> Uuid,
        position -> Int2,
    }
}

diesel::table! {
    submissions (id) {
        id -> Uuid,
        task_id -> Uuid,
        student_id -> Uuid,
        number -> Int4,
        text -> Nullable<Text>,
        submitted_at -> Timestamptz,
        late -> Bool,
        receipt_number -> Int8,
        is_latest -> Bool,
        score_hundredths -> Nullable<Int4>,
        comment -> Nullable<Text>,
        graded_by -> Nullable<Uuid>,
        graded_at -> Nullable<Timestamptz>,
        returned_at -> Nullable<Timestamptz>,
        version -> Int4,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    task_attachments (task_id, file_id) {
        task_id -> Uuid,
        file_id -> Uuid,
    }
}

diesel::table! {
    tasks (id) {
        id -> Uuid,
        section_id -> Uuid,
        subject_id -> Uuid,
        author_id -> Uuid,
        title -> Text,
        instructions -> Nullable<Text>,
        points -> Int4,
        due_at -> Timestamptz,
        closes_at -> Timestamptz,
        status -> Text,
        published_at -> Nullable<Timestamptz>,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        search -> Text,
    }
}

diesel::table! {
    teaching_assignments (id) {
        id -> Uuid,
        teacher_id -> Uuid,
        subject_id -> Uuid,
        section_id -> Uuid,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    terms (id) {
        id -> Uuid,
        school_year_id -> Uuid,
        name -> Text,
        starts_on -> Date,
        ends_on -> Date,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    user_roles (user_id, role_code) {
        user_id -> Uuid,
        role_code -> Text,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    users (id) {
        id -> Uuid,
        email -> Text,
        first_name -> Text,
        last_name -> Text,
        primary_role -> Text,
        deactivated_at -> Nullable<Timestamptz>,
        last_login_at -> Nullable<Timestamptz>,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        search -> Text,
    }
}

diesel::joinable!(user_roles -> users (user_id));

diesel::allow_tables_to_appear_in_same_query!(
    account_links,
    announcement_reads,
    announcements,
    audience_roles,
    audience_sections,
    audiences,
    audit_trail,
    begun_tickets,
    calendar_feeds,
    conversation_members,
    conversations,
    enrollment_moves,
    enrollment_progress,
    enrollment_statuses,
    enrollment_transitions,
    events,
    files,
    grade_levels,
    guardians,
    idempotency_keys,
    jobs,
    last_seen,
    login_failures,
    mail_wishes,
    meetings,
    message_files,
    message_mentions,
    message_revisions,
    messages,
    module_openings,
    modules,
    notifications,
    passwords,
    person_storage,
    placements,
    rights_epochs,
    roles,
    school_years,
    section_storage,
    sections,
    sessions,
    settings,
    subjects,
    submission_draft_files,
    submission_drafts,
    submission_files,
    submissions,
    task_attachments,
    tasks,
    teaching_assignments,
    terms,
    user_roles,
    users,
);
