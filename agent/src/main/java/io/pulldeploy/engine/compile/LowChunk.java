package io.pulldeploy.engine.compile;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One call of a state function, as Salt's lowstate writes it: {@code state}, {@code fun}, {@code
 * name}, {@code __id__}, {@code __sls__}, {@code order} and the arguments. The ordering and the run
 * note in it what Salt notes, such as {@code __prereq__}, because Salt shows that too.
 */
public final class LowChunk {
    private final Map<String, @Nullable Object> data;

    public LowChunk(Map<String, @Nullable Object> data) {
        this.data = new LinkedHashMap<>(data);
    }

    /** The chunk's keys and values; changes to it are changes of the chunk. */
    public Map<String, @Nullable Object> data() {
        return data;
    }

    public @Nullable Object get(String key) {
        return data.get(key);
    }

    public boolean has(String key) {
        return data.containsKey(key);
    }

    /** Python's truth of the value. */
    public boolean flag(String key) {
        return Python.truth(data.get(key));
    }

    public void put(String key, @Nullable Object value) {
        data.put(key, value);
    }

    public String state() {
        return Python.str(data.get("state"));
    }

    public String fun() {
        return Python.str(data.get("fun"));
    }

    public String name() {
        return Python.str(data.get("name"));
    }

    public String id() {
        return Python.str(data.get("__id__"));
    }

    /** The SLS that declares the chunk; Python's None where there is none. */
    public String sls() {
        return Python.str(data.get("__sls__"));
    }

    /** {@code state.function}. */
    public String function() {
        return state() + "." + fun();
    }

    /** The key of the chunk's result: {@code state_|-id_|-name_|-fun}. */
    public String tag() {
        return state() + "_|-" + id() + "_|-" + name() + "_|-" + fun();
    }

    /** A copy whose keys can be changed without changing this one. */
    public LowChunk copy() {
        return new LowChunk(data);
    }

    /** A requisite's items as their author wrote them, in order. */
    public List<@Nullable Object> list(String key) {
        return Collections.unmodifiableList(Python.items(data.get(key)));
    }

    @Override
    public String toString() {
        return tag();
    }
}
