package io.pulldeploy.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulldeploy.GpgHome;
import io.pulldeploy.model.PythonText;
import io.pulldeploy.model.Secrets;
import io.pulldeploy.model.SlsException;
import io.pulldeploy.system.FakeAccounts;
import io.pulldeploy.system.FakeHostNames;
import io.pulldeploy.system.FakePackages;
import io.pulldeploy.system.FakeServices;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;
import io.pulldeploy.system.RealProcesses;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** What real Salt made of the same files with the same gpg is what is expected here. */
class GpgRendererTest {
    private static final String BROKEN =
            "-----BEGIN PGP MESSAGE-----\\nabc\\n-----END PGP MESSAGE-----";

    @TempDir Path directory;

    private final Secrets secrets = new Secrets();
    private GpgHome keys;

    @BeforeEach
    void aKey() throws Exception {
        keys = new GpgHome(directory.resolve("gpgkeys"));
    }

    @AfterEach
    void noAgentIsLeft() throws Exception {
        keys.close();
    }

    @Test
    void messagesAreDecryptedWhereverTheyStand() throws Exception {
        String sls =
                """
                #!yaml|gpg
                plain: 1
                block: |
                %s
                list:
                  - x
                  - |
                %s
                one line: '%s'
                around: |
                  before
                %s  between
                %s  after
                """
                        .formatted(
                                keys.encrypt("s3cret\n\n").indent(2),
                                keys.encrypt("é two\nlines").indent(4),
                                keys.encrypt("one").strip().replace("\n", "\\n"),
                                keys.encrypt("mid\n").indent(2),
                                keys.encrypt("end").indent(2));
        assertThat(render(sls))
                .isEqualTo(
                        "OrderedDict([('plain', 1), ('block', 's3cret'),"
                                + " ('list', ['x', 'é two\\nlines']),"
                                + " ('one line', 'one'),"
                                + " ('around', 'before\\nmid\\n\\nbetween\\nend\\nafter')])");
    }

    @Test
    void whatIsNoTextIsBytes() throws Exception {
        String sls =
                "#!yaml|gpg\na: |\n%sb: |\n  é\n%s"
                        .formatted(
                                keys.encrypt(new byte[] {(byte) 0xff, 'x', '\n'}).indent(2),
                                keys.encrypt("ž").indent(2));
        assertThat(render(sls)).isEqualTo("OrderedDict([('a', b'\\xffx'), ('b', 'é\\nž')])");
    }

    @Test
    void keysOfAMappingStayAsTheyAre() throws Exception {
        String sls = "#!yaml|gpg\n? |\n%s: v\n".formatted(keys.encrypt("key").indent(2));
        assertThat(render(sls)).startsWith("OrderedDict([('-----BEGIN PGP MESSAGE-----");
    }

    @Test
    void aWholeFileMayBeOneMessage() throws Exception {
        assertThat(render("#!gpg|yaml\n" + keys.encrypt("a: {b: 1}\n")))
                .isEqualTo("OrderedDict([('a', OrderedDict([('b', 1)]))])");
    }

    @Test
    void aTemplateMayStandBeforeIt() throws Exception {
        String sls =
                "#!jinja|yaml|gpg\n{%% set x = 'a' %%}\n{{ x }}: |\n%s"
                        .formatted(keys.encrypt("v").indent(2));
        assertThat(render(sls)).isEqualTo("OrderedDict([('a', 'v')])");
    }

    @Test
    void whatWasDecryptedIsSecret() throws Exception {
        render("#!yaml|gpg\na: |\n" + keys.encrypt("canary-71").indent(2));
        assertThat(secrets.mask("it is canary-71.")).doesNotContain("canary-71");
    }

    @Test
    void aMessageThatCannotBeDecryptedIsAnError() {
        assertThatThrownBy(() -> render("#!yaml|gpg\na: '" + BROKEN + "'\n"))
                .isInstanceOfSatisfying(
                        SlsException.class,
                        e ->
                                assertThat(e.errors().getFirst().saltText())
                                        .startsWith(
                                                "Rendering SLS 'base:a' failed: Could not decrypt"
                                                        + " cipher b'-----BEGIN PGP MESSAGE-----\\nabc"
                                                        + "\\n-----END PGP MESSAGE-----', received: b")
                                        .contains("[GNUPG:] NODATA 1\\n"));
    }

    @Test
    void itsErrorSaysWhereTheKeyIsToBe() {
        assertThatThrownBy(() -> render("#!yaml|gpg\na: '" + BROKEN + "'\n"))
                .isInstanceOfSatisfying(
                        SlsException.class,
                        e ->
                                assertThat(e.errors().getFirst().hint())
                                        .isEqualTo(
                                                "Import the private key: gpg --homedir "
                                                        + directory.resolve("gpgkeys")
                                                        + " --import FILE"));
    }

    @Test
    void aMessageThatCannotBeDecryptedStaysWhereThatIsAllowed() {
        assertThat(
                        render(
                                "#!yaml|gpg\na: '" + BROKEN + "'\n",
                                Map.of("gpg_decrypt_must_succeed", false),
                                System.getenv()))
                .isEqualTo("OrderedDict([('a', '" + BROKEN + "')])");
    }

    @Test
    void theKeysMayBeElsewhere() throws Exception {
        String sls = "#!yaml|gpg\na: |\n" + keys.encrypt("v").indent(2);
        Map<String, Object> elsewhere = Map.of("config_dir", "/nonexistent");
        assertThatThrownBy(() -> render(sls, elsewhere, System.getenv()))
                .isInstanceOf(SlsException.class)
                .hasMessageContaining("No such file or directory");
        Map<String, Object> named = new LinkedHashMap<>(elsewhere);
        named.put("gpg_keydir", directory.resolve("gpgkeys").toString());
        assertThat(render(sls, named, System.getenv())).isEqualTo("OrderedDict([('a', 'v')])");
    }

    @Test
    void aMachineWithoutGpgIsAnError() {
        assertThatThrownBy(() -> render("#!yaml|gpg\na: 1\n", Map.of(), Map.of("PATH", "/none")))
                .isInstanceOf(SlsException.class)
                .hasMessageContaining("GPG unavailable");
    }

    private String render(String sls) {
        return render(sls, Map.of(), System.getenv());
    }

    private String render(String sls, Map<String, ?> opts, Map<String, String> environment) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("config_dir", directory.toString());
        all.put("gpg_decrypt_must_succeed", true);
        all.putAll(opts);
        Host host =
                new Host(
                        new FileTree(),
                        new RealProcesses(new FileTree(), new FakeAccounts(), environment),
                        new FakePackages(),
                        new FakeServices(),
                        new FakeAccounts(),
                        new FakeHostNames("web-1"),
                        Clock.systemUTC());
        RenderContext context =
                new RenderContext(
                        SaltFunctions.NONE,
                        all,
                        Map.of(),
                        Map.of(),
                        new MapFiles(directory),
                        Map.of());
        return PythonText.repr(
                new RenderPipe(host, new SplittableRandom(1), secrets)
                        .render(new SlsSource(sls, "/srv/a.sls", "a.sls", "base", "a"), context));
    }
}
