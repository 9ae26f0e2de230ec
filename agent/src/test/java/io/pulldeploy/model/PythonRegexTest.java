package io.pulldeploy.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PythonRegexTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "(?P<first_name>a+)b, aab, true",
                "(?P<x_y>.)(?P=x_y), aa, true",
                "\"a{,2}b\", aab, true",
                "a{x}, a{x}, true",
                "[[]a], [a], true",
                "[a&&b], &, true",
                "[]a]+, ]a, true",
                "\\d+\\Z, 12, true",
                "\\x41\\u00e4\\101, AäA, true",
                "[\\b], b, false",
                "(?i)straße, STRAßE, true",
                "\\w+, größe, true",
                "(?a)\\w+, größe, false",
                "(a)\\1, aa, true",
                "(?x)a b, ab, true",
                "(?:ab)?+c, abc, true",
            })
    void expressionsMeanWhatPythonMeans(String regex, String text, boolean whole) {
        assertThat(PythonRegex.compile(regex).matchesWhole(text)).isEqualTo(whole);
    }

    @Test
    void theDollarStandsBeforeTheLastLineFeedAndNoOtherLineEnd() {
        assertThat(PythonRegex.compile("a$").isFound("a\n")).isTrue();
        assertThat(PythonRegex.compile("a$").isFound("a\r")).isFalse();
        assertThat(PythonRegex.compile("a.b").isFound("a\rb")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "(a)(b)?, x\\1\\2y, ab-a, xaby-xay",
                "(?P<k_1>\\w+)=, \\g<k_1>:\\g<0>, a=1, a:a=1",
                "x*, -, abxd, -a-b--d-",
                "a, \\n, bab, \"b\nb\"",
                "a, $1, bab, b$1b",
            })
    void substitutionsExpandAsInPython(String regex, String by, String text, String expected) {
        assertThat(PythonRegex.compile(regex).sub(by, text, 0)).isEqualTo(expected);
    }

    @Test
    void aCountLimitsSubstitutions() {
        assertThat(PythonRegex.compile("a").sub("b", "aaa", 2)).isEqualTo("bba");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "[a", "a**", "*", "\\y", "(?P<1>a)", "(?P=x)", "a{2,1}", "x(?i)"})
    void whatPythonRefusesIsRefused(String regex) {
        assertThatThrownBy(() -> PythonRegex.compile(regex))
                .isInstanceOf(PythonRegex.SyntaxError.class);
    }
}
