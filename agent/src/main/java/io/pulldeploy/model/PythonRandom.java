package io.pulldeploy.model;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongUnaryOperator;

/** Python's random numbers of a seed: the Mersenne Twister MT19937. */
public final class PythonRandom {
    private static final int N = 624;
    private static final int M = 397;

    private final int[] state = new int[N];
    private int at = N;

    private PythonRandom(BigInteger seed) {
        List<Integer> words = new ArrayList<>();
        for (BigInteger rest = seed.abs(); rest.signum() > 0; rest = rest.shiftRight(32)) {
            words.add(rest.intValue());
        }
        initialise(words.isEmpty() ? List.of(0) : words);
    }

    /**
     * @param seed a whole number, or anything else by its text
     */
    public static PythonRandom seeded(@Nullable Object seed) {
        return switch (seed) {
            case Boolean b -> new PythonRandom(b ? BigInteger.ONE : BigInteger.ZERO);
            case Long number -> new PythonRandom(BigInteger.valueOf(number));
            case BigInteger number -> new PythonRandom(number);
            case null, default -> new PythonRandom(ofText(PythonText.str(seed)));
        };
    }

    /** Python takes a text's bytes, followed by their SHA-512 digest, as one number. */
    private static BigInteger ofText(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-512").digest(bytes);
            byte[] both = new byte[bytes.length + digest.length];
            System.arraycopy(bytes, 0, both, 0, bytes.length);
            System.arraycopy(digest, 0, both, bytes.length, digest.length);
            return new BigInteger(1, both);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-512", e);
        }
    }

    private void initialise(List<Integer> key) {
        state[0] = 19650218;
        for (int i = 1; i < N; i++) {
            state[i] = 1812433253 * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
        }
        int i = 1;
        int j = 0;
        for (int k = Math.max(N, key.size()); k > 0; k--) {
            state[i] =
                    (state[i] ^ ((state[i - 1] ^ (state[i - 1] >>> 30)) * 1664525))
                            + key.get(j)
                            + j;
            i = next(i);
            j = (j + 1) % key.size();
        }
        for (int k = N - 1; k > 0; k--) {
            state[i] = (state[i] ^ ((state[i - 1] ^ (state[i - 1] >>> 30)) * 1566083941)) - i;
            i = next(i);
        }
        state[0] = 0x80000000;
    }

    private int next(int i) {
        if (i + 1 < N) {
            return i + 1;
        }
        state[0] = state[N - 1];
        return 1;
    }

    private int word() {
        if (at >= N) {
            for (int i = 0; i < N; i++) {
                int y = (state[i] & 0x80000000) | (state[(i + 1) % N] & 0x7fffffff);
                state[i] = state[(i + M) % N] ^ (y >>> 1) ^ ((y & 1) == 0 ? 0 : 0x9908b0df);
            }
            at = 0;
        }
        int y = state[at++];
        y ^= y >>> 11;
        y ^= (y << 7) & 0x9d2c5680;
        y ^= (y << 15) & 0xefc60000;
        return y ^ (y >>> 18);
    }

    private long bits(int count) {
        if (count <= 32) {
            return (word() & 0xffffffffL) >>> (32 - count);
        }
        long low = word() & 0xffffffffL;
        return low | (((word() & 0xffffffffL) >>> (64 - count)) << 32);
    }

    /** Python's {@code randrange(limit)}. */
    public long below(long limit) {
        if (limit <= 0) {
            throw new IllegalArgumentException("empty range for randrange()");
        }
        int count = 64 - Long.numberOfLeadingZeros(limit);
        long drawn = bits(count);
        while (drawn >= limit) {
            drawn = bits(count);
        }
        return drawn;
    }

    /**
     * Python's {@code sample}.
     *
     * @param below a random number below a limit
     */
    public static List<@Nullable Object> sample(
            List<? extends @Nullable Object> population, int size, LongUnaryOperator below) {
        List<@Nullable Object> sample = new ArrayList<>(size);
        int count = population.size();
        double limit = 21;
        if (size > 5) {
            limit += Math.pow(4, Math.ceil(Math.log(size * 3.0) / Math.log(4)));
        }
        if (count <= limit) {
            List<@Nullable Object> pool = new ArrayList<>(population);
            for (int i = 0; i < size; i++) {
                int j = (int) below.applyAsLong(count - i);
                sample.add(pool.get(j));
                pool.set(j, pool.get(count - i - 1));
            }
        } else {
            Set<Integer> taken = new HashSet<>();
            while (sample.size() < size) {
                int j = (int) below.applyAsLong(count);
                if (taken.add(j)) {
                    sample.add(population.get(j));
                }
            }
        }
        return sample;
    }
}
