import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URL;

/** Posts an envelope, which it reads from standard input, and prints the answer: ENDPOINT. */
public class Call {
    public static void main(String[] args) throws Exception {
        HttpURLConnection connection = (HttpURLConnection) new URL(args[0]).openConnection();
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "text/xml; charset=utf-8");
        try (OutputStream body = connection.getOutputStream()) {
            System.in.transferTo(body);
        }
        try (InputStream answer = connection.getInputStream()) {
            answer.transferTo(System.out);
        }
        System.out.flush();
    }
}
