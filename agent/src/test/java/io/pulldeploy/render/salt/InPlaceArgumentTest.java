package io.pulldeploy.render.salt;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.render.jinja.PyDict;
import io.pulldeploy.render.jinja.PyValues;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

class InPlaceArgumentTest {
    private static final Map<String, @Nullable Object> CHANGE =
            Map.of("deep", new TreeMap<>(Map.of("a", 1L, "b", 2L)), "new", "n");

    private final PyDict deep = new PyDict();
    private final PyDict settings = new PyDict();

    InPlaceArgumentTest() {
        deep.put("a", 1L);
        settings.put("deep", deep);
        settings.put("kept", 0L);
    }

    @Test
    void whatAMergeChangesIsChangedInTheTemplatesDictAndInThoseInsideIt() {
        Object result =
                InPlaceArgument.call(
                        "defaults.merge",
                        List.of(settings, new PyDict()),
                        Map.of(),
                        (args, kwargs) -> changed(args.getFirst()));
        assertThat(result).isSameAs(settings);
        assertThat(PyValues.repr(settings))
                .isEqualTo("{'deep': {'a': 1, 'b': 2}, 'kept': 0, 'new': 'n'}");
        assertThat(PyValues.repr(deep)).isEqualTo("{'a': 1, 'b': 2}");
    }

    @Test
    void theDictMayBeGivenByName() {
        InPlaceArgument.call(
                "slsutil.update",
                List.of(),
                Map.of("dest", settings),
                (args, kwargs) -> changed(kwargs.get("dest")));
        assertThat(PyValues.repr(settings.get("new"))).isEqualTo("'n'");
    }

    @Test
    void whatAFunctionReturnsOfItsArgumentsIsTheTemplatesOwn() {
        Object given =
                InPlaceArgument.call(
                        "pillar.get",
                        List.of("key", settings),
                        Map.of(),
                        (args, kwargs) -> args.get(1));
        assertThat(given).isSameAs(settings);
        Object entry =
                InPlaceArgument.call(
                        "grains.filter_by",
                        List.of(),
                        Map.of("lookup_dict", settings),
                        (args, kwargs) ->
                                changed(
                                        ((Map<?, ?>)
                                                        Objects.requireNonNull(
                                                                kwargs.get("lookup_dict")))
                                                .get("deep")));
        assertThat(entry).isSameAs(deep);
        assertThat(deep.get("new")).isEqualTo("n");
    }

    @Test
    void otherFunctionsCannotChangeWhatATemplateHandsThem() {
        Object result =
                InPlaceArgument.call(
                        "slsutil.merge",
                        List.of(settings, new PyDict()),
                        Map.of(),
                        (args, kwargs) -> CHANGE);
        assertThat(result).isNotSameAs(settings);
        assertThat(PyValues.repr(settings)).isEqualTo("{'deep': {'a': 1}, 'kept': 0}");
    }

    @Test
    void anOverwritingMergePutsOtherDictsIntoThePlaceOfThoseInside() {
        InPlaceArgument.call(
                "slsutil.merge",
                List.of(settings, new PyDict()),
                Map.of("strategy", "overwrite"),
                (args, kwargs) -> changed(args.getFirst()));
        assertThat(settings.get("deep")).isInstanceOf(PyDict.class).isNotSameAs(deep);
        assertThat(PyValues.repr(deep)).isEqualTo("{'a': 1}");
    }

    @SuppressWarnings("unchecked")
    private static Object changed(@Nullable Object destination) {
        Map<Object, @Nullable Object> map =
                (Map<Object, @Nullable Object>) Objects.requireNonNull(destination);
        map.putAll(CHANGE);
        return map;
    }
}
