package io.pulldeploy.modules;

import io.pulldeploy.loader.ExecutionFunction;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code saltutil.*}: there is nothing to synchronise, because every function is built in. */
public final class SaltutilModule {
    private static final Logger LOG = LoggerFactory.getLogger(SaltutilModule.class);
    private static final List<String> KINDS =
            List.of(
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
                    "pillar");

    public List<ExecutionFunction> functions() {
        List<ExecutionFunction> functions = new ArrayList<>();
        for (String kind : KINDS) {
            functions.add(
                    new ExecutionFunction(
                            "saltutil.sync_" + kind,
                            "Does nothing: " + kind + " are built in.",
                            "*args, **kwargs",
                            (minion, args) -> {
                                LOG.info("nothing to synchronise: {} are built in", kind);
                                return List.of();
                            }));
        }
        functions.add(
                new ExecutionFunction(
                        "saltutil.sync_all",
                        "Does nothing: everything is built in.",
                        "*args, **kwargs",
                        (minion, args) -> {
                            LOG.info("nothing to synchronise: everything is built in");
                            Map<String, List<String>> synced = new LinkedHashMap<>();
                            KINDS.forEach(kind -> synced.put(kind, List.of()));
                            return synced;
                        }));
        for (String what : List.of("modules", "grains", "matchers", "beacons")) {
            functions.add(
                    answer("saltutil.refresh_" + what, "Nothing waits to be loaded anew.", true));
        }
        functions.add(
                answer("saltutil.refresh_pillar", "False, as without a running minion.", false));
        functions.add(answer("saltutil.clear_cache", "True: there is no cache to clear.", true));
        functions.add(answer("saltutil.is_running", "No job runs beside this.", List.of()));
        functions.add(answer("saltutil.running", "No job runs beside this.", List.of()));
        functions.add(answer("saltutil.find_job", "No job runs beside this.", Map.of()));
        return functions;
    }

    private static ExecutionFunction answer(String name, String doc, Object value) {
        return new ExecutionFunction(name, doc, "*args, **kwargs", (minion, args) -> value);
    }
}
