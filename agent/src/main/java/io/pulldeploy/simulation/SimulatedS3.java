package io.pulldeploy.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pulldeploy.system.FileTree;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * S3 by path: whole objects, conditions, ranges and listings; no versions, no multipart uploads.
 */
final class SimulatedS3 implements SimulatedService {
    private static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";
    private static final int LONGEST_PAGE = 1000;
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d*)-(\\d*)");
    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter LISTED =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final FileTree files;
    private final Path root;
    private final Map<String, Bucket> buckets = new ConcurrentSkipListMap<>();

    SimulatedS3(FileTree files, Path root) {
        this.files = files;
        this.root = root;
        files.makeDirectories(root.resolve("buckets"));
        files.list(root.resolve("buckets")).forEach(this::create);
    }

    /** Makes a bucket; one that is there is left alone. */
    void create(String name) {
        buckets.computeIfAbsent(
                name,
                n ->
                        new Bucket(
                                files,
                                root.resolve("buckets").resolve(n),
                                root.resolve("uploads")));
    }

    @Override
    public boolean takes(Request request) {
        return request.signedFor().filter("s3"::equals).isPresent();
    }

    @Override
    public String action(Request request) {
        boolean object = !key(request).isEmpty();
        return switch (request.method()) {
            case "GET", "HEAD" -> object ? "s3:GetObject" : "s3:ListBucket";
            case "PUT" -> object ? "s3:PutObject" : "s3:CreateBucket";
            case "DELETE" -> object ? "s3:DeleteObject" : "s3:DeleteBucket";
            default -> "s3:" + request.method();
        };
    }

    @Override
    public String resource(Request request) {
        String key = key(request);
        return "arn:aws:s3:::" + bucketName(request) + (key.isEmpty() ? "" : "/" + key);
    }

    /** The bucket that an object's request is about, for the question whether it may be listed. */
    static String bucketResource(Request request) {
        return "arn:aws:s3:::" + bucketName(request);
    }

    @Override
    public Answer answer(Request request) {
        String name = bucketName(request);
        if (name.isEmpty()) {
            throw notImplemented(request);
        }
        if (request.method().equals("PUT") && key(request).isEmpty()) {
            create(name);
            return Answer.empty(200).with("Location", "/" + name);
        }
        Bucket bucket = buckets.get(name);
        if (bucket == null) {
            throw new ServiceError(404, "NoSuchBucket", "The specified bucket does not exist");
        }
        return key(request).isEmpty()
                ? ofBucket(request, name, bucket)
                : ofObject(request, bucket, key(request));
    }

    private Answer ofBucket(Request request, String name, Bucket bucket) {
        return switch (request.method()) {
            case "HEAD" -> Answer.empty(200).with("x-amz-bucket-region", "us-east-1");
            case "GET" -> {
                if (request.parameter("list-type").filter("2"::equals).isEmpty()) {
                    throw notImplemented(request);
                }
                yield list(request, name, bucket);
            }
            case "DELETE" -> {
                if (!bucket.isEmpty()) {
                    throw new ServiceError(
                            409, "BucketNotEmpty", "The bucket you tried to delete is not empty");
                }
                buckets.remove(name);
                files.delete(root.resolve("buckets").resolve(name));
                yield Answer.empty(204);
            }
            default -> throw notImplemented(request);
        };
    }

    private Answer ofObject(Request request, Bucket bucket, String key) {
        return switch (request.method()) {
            case "GET", "HEAD" -> get(request, bucket, key);
            case "PUT" -> put(request, bucket, key);
            case "DELETE" -> {
                bucket.delete(key);
                yield Answer.empty(204);
            }
            default -> throw notImplemented(request);
        };
    }

    private Answer get(Request request, Bucket bucket, String key) {
        Map.Entry<Bucket.Stored, InputStream> opened =
                bucket.open(key)
                        .orElseThrow(() ->
                                new ServiceError(
                                        404, "NoSuchKey", "The specified key does not exist."));
        Bucket.Stored stored = opened.getKey();
        InputStream body = opened.getValue();
        try {
            if (request.header("if-match").filter(t -> !matches(t, stored)).isPresent()) {
                throw preconditionFailed();
            }
            if (request.header("if-none-match").filter(t -> matches(t, stored)).isPresent()) {
                body.close();
                return Answer.empty(304).with("ETag", stored.etag());
            }
            long first = 0;
            long last = stored.size() - 1;
            Matcher range = RANGE.matcher(request.header("range").orElse(""));
            boolean partial = range.matches();
            if (partial) {
                boolean suffix = range.group(1).isEmpty();
                first =
                        suffix
                                ? Math.max(0, stored.size() - Long.parseLong(range.group(2)))
                                : Long.parseLong(range.group(1));
                if (!suffix && !range.group(2).isEmpty()) {
                    last = Math.min(last, Long.parseLong(range.group(2)));
                }
                if (first > last) {
                    throw new ServiceError(
                            416, "InvalidRange", "The requested range is not satisfiable");
                }
                body.skipNBytes(first);
            }
            Answer answer =
                    new Answer(partial ? 206 : 200, Map.of(), body, last - first + 1)
                            .with("ETag", stored.etag())
                            .with("Accept-Ranges", "bytes")
                            .with("Content-Type", "application/octet-stream")
                            .with("Last-Modified", HTTP_DATE.format(stored.modified()));
            return partial
                    ? answer.with(
                            "Content-Range", "bytes " + first + "-" + last + "/" + stored.size())
                    : answer;
        } catch (ServiceError e) {
            close(body);
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Answer put(Request request, Bucket bucket, String key) {
        boolean streamed =
                request.header("content-encoding").orElse("").contains("aws-chunked")
                        || request.header("x-amz-content-sha256")
                                .orElse("")
                                .startsWith("STREAMING-");
        Map<String, String> sent = new LinkedHashMap<>();
        request.headers()
                .forEach((name, value) -> {
                    if (name.startsWith("x-amz-checksum-")) {
                        sent.put(name, value);
                    }
                });
        StreamedPayload payload = new StreamedPayload(request.body());
        Bucket.Stored stored =
                bucket.put(
                        key,
                        streamed ? payload : request.body(),
                        () -> {
                            sent.putAll(payload.trailers());
                            return sent;
                        },
                        now -> checkConditions(request, now));
        return Answer.empty(200).with("ETag", stored.etag());
    }

    private static void checkConditions(Request request, Optional<Bucket.Stored> now) {
        if (request.header("if-none-match").filter("*"::equals).isPresent() && now.isPresent()) {
            throw preconditionFailed();
        }
        Optional<String> wanted = request.header("if-match");
        if (wanted.isPresent()) {
            Bucket.Stored stored =
                    now.orElseThrow(() ->
                            new ServiceError(
                                    404, "NoSuchKey", "The specified key does not exist."));
            if (!matches(wanted.get(), stored)) {
                throw preconditionFailed();
            }
        }
    }

    private static Answer list(Request request, String name, Bucket bucket) {
        boolean encoded = request.parameter("encoding-type").filter("url"::equals).isPresent();
        String prefix = request.parameter("prefix").orElse("");
        String delimiter = request.parameter("delimiter").orElse("");
        int limit =
                Math.clamp(
                        request.parameter("max-keys").map(Long::parseLong).orElse(1000L),
                        0,
                        LONGEST_PAGE);
        String after =
                request.parameter("continuation-token")
                        .map(t -> new String(Base64.getUrlDecoder().decode(t), UTF_8))
                        .or(() -> request.parameter("start-after"))
                        .orElse("");
        List<Xml> contents = new ArrayList<>();
        Set<String> groups = new LinkedHashSet<>();
        String last = "";
        boolean truncated = false;
        for (Bucket.Stored stored : bucket.from(prefix)) {
            String key = stored.key();
            if (!key.startsWith(prefix)) {
                break;
            }
            int cut = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
            String group = cut < 0 ? "" : key.substring(0, cut + delimiter.length());
            boolean passed =
                    !after.isEmpty()
                            && (key.compareTo(after) <= 0
                                    || (!group.isEmpty() && group.compareTo(after) <= 0));
            if (passed || groups.contains(group)) {
                continue;
            }
            if (contents.size() + groups.size() == limit) {
                truncated = true;
                break;
            }
            if (group.isEmpty()) {
                contents.add(contents(stored, encoded));
            } else {
                groups.add(group);
            }
            last = group.isEmpty() ? key : group;
        }
        List<Xml> children = new ArrayList<>();
        children.add(Xml.text("Name", name));
        children.add(Xml.text("Prefix", encode(prefix, encoded)));
        children.add(Xml.text("KeyCount", contents.size() + groups.size()));
        children.add(Xml.text("MaxKeys", limit));
        children.add(Xml.text("IsTruncated", truncated));
        if (encoded) {
            children.add(Xml.text("EncodingType", "url"));
        }
        if (!delimiter.isEmpty()) {
            children.add(Xml.text("Delimiter", encode(delimiter, encoded)));
        }
        if (truncated) {
            String token = Base64.getUrlEncoder().encodeToString(last.getBytes(UTF_8));
            children.add(Xml.text("NextContinuationToken", token));
        }
        children.addAll(contents);
        groups.forEach(g ->
                children.add(Xml.of("CommonPrefixes", Xml.text("Prefix", encode(g, encoded)))));
        return Answer.xml(200, Xml.of("ListBucketResult", children).document(NAMESPACE));
    }

    private static Xml contents(Bucket.Stored stored, boolean encoded) {
        return Xml.of(
                "Contents",
                Xml.text("Key", encode(stored.key(), encoded)),
                Xml.text("LastModified", LISTED.format(stored.modified())),
                Xml.text("ETag", stored.etag()),
                Xml.text("Size", stored.size()),
                Xml.text("StorageClass", "STANDARD"));
    }

    @Override
    public Answer refusal(Request request, ServiceError error) {
        Xml document =
                Xml.of(
                        "Error",
                        Xml.text("Code", error.code()),
                        Xml.text("Message", error.message()),
                        Xml.text("Resource", request.path()),
                        Xml.text("RequestId", UUID.randomUUID()));
        return Answer.xml(error.status(), document.document(""));
    }

    private static boolean matches(String tags, Bucket.Stored stored) {
        return tags.equals("*")
                || tags.equals(stored.etag())
                || ('"' + tags + '"').equals(stored.etag());
    }

    private static String encode(String text, boolean encoded) {
        return encoded
                ? URLEncoder.encode(text, UTF_8).replace("+", "%20").replace("%2F", "/")
                : text;
    }

    private static String bucketName(Request request) {
        String path = request.path().substring(1);
        int slash = path.indexOf('/');
        return slash < 0 ? path : path.substring(0, slash);
    }

    private static String key(Request request) {
        String path = request.path().substring(1);
        int slash = path.indexOf('/');
        return slash < 0 ? "" : path.substring(slash + 1);
    }

    private static ServiceError preconditionFailed() {
        return new ServiceError(
                412,
                "PreconditionFailed",
                "At least one of the pre-conditions you specified did not hold");
    }

    private static ServiceError notImplemented(Request request) {
        return new ServiceError(
                501,
                "NotImplemented",
                "the simulated S3 has no " + request.method() + " " + request.path());
    }

    private static void close(InputStream body) {
        try {
            body.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
