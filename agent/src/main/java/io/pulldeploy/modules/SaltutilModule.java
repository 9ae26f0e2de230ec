package io.pulldeploy.modules;

import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code saltutil.*}: there is nothing to synchronise, because every function is built in, and no
 * running minion that could be told anything.
 */
public final class SaltutilModule {
    private static final Logger LOG = LoggerFactory.getLogger(SaltutilModule.class);

    /** In the order of {@code saltutil.sync_all}. */
    private static final List<String> KINDS =
            List.of(
                    "tops",
                    "clouds",
                    "beacons",
                    "modules",
                    "states",
                    "sdb",
                    "grains",
                    "renderers",
                    "returners",
                    "output",
                    "utils",
                    "log_handlers",
                    "executors",
                    "proxymodules",
                    "engines",
                    "thorium",
                    "serializers",
                    "matchers",
                    "resources",
                    "pillar",
                    "wrapper");

    private static final Set<String> NOT_REFRESHED =
            Set.of("engines", "matchers", "proxymodules", "thorium");
    private static final Set<String> WITH_PILLAR = Set.of("grains", "pillar");
    private static final String LISTS = "extmod_whitelist=None, extmod_blacklist=None";
    private static final String PILLAR = "wait=False, timeout=30, clean_cache=True";

    private final FunctionList functions = new FunctionList("saltutil");

    public List<ExecutionFunction> functions() {
        for (String kind : KINDS) {
            sync(kind, kind);
        }
        sync("outputters", "output");
        for (String what : List.of("beacons", "matchers", "resources")) {
            answer("refresh_" + what, "False, as without a running minion.", "", false);
        }
        answer("refresh_modules", "False, as without a running minion.", "**kwargs", false);
        answer("refresh_grains", "Nothing waits to be loaded anew.", "**kwargs", true);
        answer("refresh_pillar", "False, as without a running minion.", PILLAR, false);
        answer("pillar_refresh", "False, as without a running minion.", PILLAR, false);
        answer("clear_cache", "True: there is no cache to clear.", "", true);
        answer("clear_job_cache", "True: there is no cache to clear.", "hours=24", true);
        answer("is_running", "No job runs beside this.", "fun", List.of());
        answer("running", "No job runs beside this.", "", List.of());
        answer("find_job", "No job runs beside this.", "jid", Map.of());
        answer(
                "find_cached_job",
                "No job is kept.",
                "jid",
                "Local jobs cache directory not found; you may need to enable cache_jobs on this"
                        + " minion");
        answer("kill_job", "No job runs beside this.", "jid", "");
        answer("term_job", "No job runs beside this.", "jid", "");
        answer("signal_job", "No job runs beside this.", "jid, sig", "");
        answer("kill_all_jobs", "No job runs beside this.", "", List.of());
        answer("term_all_jobs", "No job runs beside this.", "", List.of());
        answer("list_extmods", "Nothing was synchronised.", "", Map.of());
        return functions
                .add(
                        "sync_all",
                        "Does nothing: everything is built in.",
                        "saltenv=None, refresh=True, " + LISTS + ", clean_pillar_cache=False",
                        (_, _) -> {
                            LOG.info("nothing to synchronise: everything is built in");
                            Map<String, List<String>> synced = new LinkedHashMap<>();
                            KINDS.forEach(kind -> synced.put(kind, List.of()));
                            return synced;
                        })
                .add(
                        "cmd",
                        "Refused: there is no master.",
                        "tgt, fun, arg=(), timeout=None, tgt_type='glob', ret='', kwarg=None, ssh=False, **kwargs",
                        (_, _) -> {
                            throw new CallError(
                                    "The salt master could not be contacted. Is master running?");
                        })
                .all();
    }

    private void sync(String name, String kind) {
        List<String> signature = new ArrayList<>(List.of("saltenv=None"));
        if (!kind.equals("sdb")) {
            signature.add("refresh=" + (NOT_REFRESHED.contains(kind) ? "False" : "True"));
        }
        signature.add(LISTS);
        if (WITH_PILLAR.contains(kind)) {
            signature.add("clean_pillar_cache=False");
        }
        functions.add(
                "sync_" + name,
                "Does nothing: " + kind + " are built in.",
                String.join(", ", signature),
                (_, _) -> {
                    LOG.info("nothing to synchronise: {} are built in", kind);
                    return List.of();
                });
    }

    private void answer(String name, String doc, String signature, @Nullable Object value) {
        functions.add(name, doc, signature, (_, _) -> value);
    }
}
