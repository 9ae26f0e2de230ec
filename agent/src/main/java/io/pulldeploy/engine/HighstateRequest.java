package io.pulldeploy.engine;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which states to apply, and how.
 *
 * @param sls the SLS files; empty for those that the top file names
 * @param test whether to change nothing
 * @param saltenv the only saltenv; empty for what the configuration says
 * @param pillar laid over the compiled pillar
 * @param exclude SLS names, or mappings of {@code sls} or {@code id} to a name
 * @param whitelist of the SLS files that the top file names, only these; empty for all
 * @param topFile another top file than the configured one; empty for that one
 * @param mock whether no state function is called
 */
public record HighstateRequest(
        List<String> sls,
        boolean test,
        String saltenv,
        Map<Object, @Nullable Object> pillar,
        List<Object> exclude,
        List<String> whitelist,
        String topFile,
        boolean mock) {
    public HighstateRequest {
        sls = List.copyOf(sls);
        pillar = Collections.unmodifiableMap(new LinkedHashMap<>(pillar));
        exclude = Collections.unmodifiableList(new ArrayList<>(exclude));
        whitelist = List.copyOf(whitelist);
    }

    /** Everything that the top file names. */
    public static HighstateRequest highstate(boolean test) {
        return new HighstateRequest(List.of(), test, "", Map.of(), List.of(), List.of(), "", false);
    }

    /** These SLS files. */
    public static HighstateRequest sls(List<String> sls, boolean test) {
        return new HighstateRequest(sls, test, "", Map.of(), List.of(), List.of(), "", false);
    }
}
