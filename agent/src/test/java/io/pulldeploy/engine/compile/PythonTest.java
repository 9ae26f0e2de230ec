package io.pulldeploy.engine.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulldeploy.model.OrderedDict;
import io.pulldeploy.model.PythonText;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

class PythonTest {
    /** What a state hands to a template must not lose what the YAML renderer made of it. */
    @Test
    void copiesStayTheKindOfMappingThatTheyWere() {
        Map<@Nullable Object, @Nullable Object> inner = new LinkedHashMap<>();
        inner.put("b", 1L);
        inner.put("a", List.of());
        Map<String, Object> outer = Map.of("context", List.of(new OrderedDict(inner)));
        String text = "{'context': [OrderedDict([('b', 1), ('a', [])])]}";

        assertThat(PythonText.repr(Python.copy(outer))).isEqualTo(text);
        assertThat(PythonText.repr(Python.mutable(outer))).isEqualTo(text);
        assertThat(PythonText.repr(new OrderedDict(new LinkedHashMap<>())))
                .isEqualTo("OrderedDict()");
    }
}
