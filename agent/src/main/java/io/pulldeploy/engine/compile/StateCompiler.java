package io.pulldeploy.engine.compile;

import io.pulldeploy.model.SlsError;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The steps from high data as it was written to the high data that is unfolded into chunks. */
public final class StateCompiler {
    private final Set<String> disabledRequisites;
    private final Sources sources;

    /**
     * @param disabledRequisites Salt's {@code disabled_requisites}
     */
    public StateCompiler(Set<String> disabledRequisites, Sources sources) {
        this.disabledRequisites = Set.copyOf(disabledRequisites);
        this.sources = sources;
    }

    /** The files that the high data came from. */
    public Sources sources() {
        return sources;
    }

    /** Finds mistakes of form. */
    public List<SlsError> check(Map<Object, @Nullable Object> high) {
        return HighDataChecks.check(high, sources);
    }

    /** Applies {@code extend:}. */
    public List<SlsError> extend(Map<Object, @Nullable Object> high) {
        return Extensions.apply(high, false, sources);
    }

    /** Applies the {@code _in} requisites, {@code use} and {@code use_in}. */
    public List<SlsError> requisitesIn(Map<Object, @Nullable Object> high) {
        return RequisitesIn.apply(high, disabledRequisites, sources);
    }

    /** Adds to what {@code exclude:} names. */
    public void addExclusions(Map<Object, @Nullable Object> high, List<?> exclude) {
        if (!exclude.isEmpty()) {
            HighData.listAt(high, HighData.EXCLUDE)
                    .addAll(new ArrayList<@Nullable Object>(exclude));
        }
    }

    /** Takes out what is excluded. */
    public void exclude(Map<Object, @Nullable Object> high) {
        Exclusions.apply(high);
    }
}
