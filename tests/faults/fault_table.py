"""The rows of the table in docs/parts/fetching.md: each fault in a user's words, and the tests that show its outcome.

A test is named by its function, a kind of fault by its key in FAULTS (of a server) or DAMAGES (of the cache).
"""

from __future__ import annotations

FILES = (
    "test_faulty_servers",
    "test_rate_limits",
    "test_ssh",
    "test_damaged_cache",
    "test_kills",
    "test_interrupts",
    "test_site_with_faults",
)

ROWS: dict[str, tuple[str, ...]] = {
    "Connection refused, reset, or closed without an answer": (
        "connection refused",
        "connection reset",
        "hangs up without an answer",
        "test_a_fault_that_passes_is_tried_again",
    ),
    "Unknown host, or a certificate that is not valid": ("test_a_server_that_is_none",),
    "A proxy that is down": ("test_a_proxy_that_is_down",),
    "The server takes the connection and says nothing": ("takes the connection and says nothing",),
    "The server is slow: a byte now and then": ("one byte now and then",),
    "The server falls silent or vanishes in the middle of a pack": (
        "silent in the middle of a pack",
        "vanishes in the middle of a pack",
    ),
    "401: it wants a password": ("401 unauthorised", "test_a_fault_that_stays_is_not_tried_again"),
    "403, 404, 410: not for you, or not there": ("403 forbidden", "404 not found", "410 gone"),
    "429: too many requests": ("429 too many requests", "test_a_rate_limit_is_waited_for_by_all"),
    "429 from one host of several": (
        "test_one_hosts_rate_limit",
        "test_a_build_asks_a_host_that_refuses_for_no_further_repo",
    ),
    "500, 502, 503: an error of the server": (
        "500 internal error",
        "502 bad gateway",
        "503 unavailable",
        "500 instead of a pack",
    ),
    "A redirect to a file, or in a circle": ("redirect to a file", "redirect without end"),
    "A log-in page instead of git": (
        "a log-in page",
        "a log-in page of one line",
        "a log-in page instead of a pack",
        "test_a_page_that_looks_like_an_empty_repo",
    ),
    "Garbage, an empty answer, or half of one": (
        "garbage",
        "garbage instead of a pack",
        "an empty answer",
        "an empty answer instead of a pack",
        "an answer cut short",
    ),
    "A pack that is cut short or has wrong bytes": ("a pack cut short", "a pack with a wrong byte"),
    "The server lists what it does not have": ("does not have what it lists",),
    "The server talks without end": ("talks without end",),
    "ssh refuses the key, the host or the connection": ("test_ssh_that_fails",),
    "A URL of another scheme: `ext::`, `file://`, a path": (
        "test_a_scheme_that_is_not_listed_is_refused",
        "test_protocols_are_narrowed_by_the_user",
    ),
    "A repo without commits": ("test_an_empty_repo_is_no_fault",),
    "A branch or tag that was deleted": ("test_a_ref_that_is_deleted_and_comes_back",),
    "A history that was rewritten": ("test_a_history_that_was_rewritten",),
    "A locked commit that the remote no longer has": ("test_a_commit_that_the_remote_never_had",),
    "Objects of the cache are cut, gone or have wrong bytes": (
        "a pack cut in half",
        "an empty pack",
        "a pack that is gone",
        "an index that is gone",
        "an index cut in half",
        "a pack with other bytes in it",
        "an index with other bytes in it",
        "no objects",
        "test_a_damaged_store_is_mended_by_the_next_build",
        "test_a_damaged_store_is_mended_by_the_next_sync",
        "test_a_damaged_store_while_the_remote_is_away",
    ),
    "Other files of the cache are gone or nonsense": (
        "no refs",
        "no HEAD",
        "a HEAD of nonsense",
        "an empty HEAD",
        "settings of nonsense",
        "no settings",
        "a note of nonsense",
        "a note of another shape",
        "an empty note",
        "no note",
        "a note in which all is gone",
        "a file where the store was",
    ),
    "Locks that a killed git left": ("locks of a git that was killed",),
    "The cache cannot be written": ("test_a_cache_that_is_read_only",),
    "The disk is full": ("test_a_disk_that_is_full",),
    "Another process is fetching the same repo": (
        "test_a_lock_that_another_process_holds",
        "test_an_interrupt_ends_the_wait_for_a_lock",
    ),
    "Ctrl-C (SIGINT), or SIGTERM": (
        "test_an_interrupt_ends_a_fetch",
        "test_an_interrupt_leaves_the_copy",
        "test_an_interrupt_ends_a_pause",
    ),
    "A sync or build is killed": ("test_a_kill_leaves_nothing_to_clean",),
    "Several builds at once": (
        "test_builds_at_once_over_a_cold_cache",
        "test_syncs_and_builds_at_once_over_a_warm_cache",
    ),
}
