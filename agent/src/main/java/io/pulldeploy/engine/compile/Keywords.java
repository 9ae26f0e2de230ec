package io.pulldeploy.engine.compile;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The words of a state declaration that the engine reads itself, and no state function sees. */
public final class Keywords {
    /** Requisites, by the name under which the depending state declares them. */
    public static final Set<String> REQUISITES =
            Set.of(
                    "onfail",
                    "onfail_any",
                    "onfail_all",
                    "require",
                    "require_any",
                    "onchanges",
                    "onchanges_any",
                    "watch",
                    "watch_any",
                    "prereq",
                    "prerequired",
                    "listen",
                    "onfail_stop");

    /** All words that are no argument of a state function. */
    public static final Set<String> INTERNAL = internal();

    private Keywords() {}

    private static Set<String> internal() {
        Set<String> all = new HashSet<>(REQUISITES);
        all.addAll(
                List.of(
                        "onchanges_in",
                        "onfail_in",
                        "prereq_in",
                        "watch_in",
                        "require_in",
                        "listen_in"));
        all.addAll(
                List.of(
                        "fun",
                        "state",
                        "check_cmd",
                        "cmd_opts_exclude",
                        "failhard",
                        "onlyif",
                        "unless",
                        "creates",
                        "retry",
                        "order",
                        "parallel",
                        "reload_modules",
                        "reload_grains",
                        "reload_pillar",
                        "runas",
                        "runas_password",
                        "no_log",
                        "fire_event",
                        "saltenv",
                        "umask",
                        "use",
                        "use_in",
                        "__env__",
                        "__sls__",
                        "__id__",
                        "__sls_included_from__",
                        "__orchestration_jid__",
                        "__prereq__",
                        "__prerequiring__",
                        "__umask__"));
        return Set.copyOf(all);
    }
}
