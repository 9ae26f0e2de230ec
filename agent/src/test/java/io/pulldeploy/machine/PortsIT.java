package io.pulldeploy.machine;

import static org.assertj.core.api.Assertions.assertThat;

import net.bytebuddy.ByteBuddy;

import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.engine.JupiterTestEngine;
import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.engine.TestEngine;
import org.junit.platform.launcher.Launcher;
import org.opentest4j.AssertionFailedError;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The real adapters of apt, systemd, the accounts and the host name keep their contracts. */
@Tag("machine")
class PortsIT {
    private static final List<Class<?>> ON_THE_CLASS_PATH =
            List.of(
                    PortsIT.class,
                    Test.class,
                    JupiterTestEngine.class,
                    Launcher.class,
                    TestEngine.class,
                    ReflectionSupport.class,
                    AssertionFailedError.class,
                    Assertions.class,
                    ByteBuddy.class);

    @Test
    void keepTheirContracts() throws Exception {
        StringBuilder classPath = new StringBuilder("/srv/pulldeploy/lib/pulldeploy.jar");
        List<String> mounts =
                ON_THE_CLASS_PATH.stream().map(PortsIT::place).collect(Collectors.toList());
        mounts.forEach(place -> classPath.append(':').append(place));
        mounts.replaceAll(place -> "--volume=" + place + ":" + place + ":ro");

        try (Machine machine = Machine.bootWithAgent(mounts)) {
            Machine.Ran ran =
                    machine.sh(
                            "/srv/pulldeploy/runtime/bin/java -XX:TieredStopAtLevel=1 -cp "
                                    + classPath
                                    + " io.pulldeploy.system.PortsOfThisMachine");

            assertThat(ran.exitCode()).as(ran.text()).isZero();
            assertThat(ran.output())
                    .containsPattern(Pattern.compile("^2\\d kept$", Pattern.MULTILINE));
        }
    }

    private static String place(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                    .toString();
        } catch (java.net.URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
