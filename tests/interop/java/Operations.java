import com.marketo.mktows.*;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.lang.reflect.Method;
import java.net.URL;
import java.text.SimpleDateFormat;
import java.util.Base64;
import java.util.Date;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.xml.bind.JAXBContext;
import javax.xml.bind.Marshaller;
import javax.xml.namespace.QName;

/**
 * Calls any operation through the stubs: ENDPOINT USER KEY. Each line of input is an operation and
 * its message; each line of output is the answer, read into objects and written again.
 */
public class Operations {
    public static void main(String[] args) throws Exception {
        QName name = new QName("http://www.marketo.com/mktows/", "MktMktowsApiService");
        MktowsPort port =
            new MktMktowsApiService(new URL(args[0] + "?WSDL"), name).getMktowsApiSoapPort();
        JAXBContext context = JAXBContext.newInstance(ObjectFactory.class);
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, "US-ASCII"));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            String[] call = line.split(" ");
            byte[] message = Base64.getDecoder().decode(call[1]);
            Method method = methodOf(call[0]);
            Object[] values = new Object[method.getParameterCount()];
            values[0] = context.createUnmarshaller().unmarshal(new ByteArrayInputStream(message));
            values[1] = header(args[1], args[2]);
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            Marshaller marshaller = context.createMarshaller();
            marshaller.setProperty(Marshaller.JAXB_FRAGMENT, true);
            marshaller.marshal(method.invoke(port, values), answer);
            System.out.println(Base64.getEncoder().encodeToString(answer.toByteArray()));
        }
    }

    static Method methodOf(String operation) {
        for (Method each : MktowsPort.class.getMethods()) {
            if (each.getName().equals(operation)) return each;
        }
        throw new IllegalArgumentException(operation);
    }

    static AuthenticationHeader header(String user, String key) throws Exception {
        String timestamp = new SimpleDateFormat("yyyy-MM-dd'T'HH:mm:ssXXX").format(new Date());
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(key.getBytes("UTF-8"), "HmacSHA1"));
        StringBuilder signature = new StringBuilder();
        for (byte each : mac.doFinal((timestamp + user).getBytes("UTF-8"))) {
            signature.append(String.format("%02x", each));
        }
        AuthenticationHeader header = new AuthenticationHeader();
        header.setMktowsUserId(user);
        header.setRequestTimestamp(timestamp);
        header.setRequestSignature(signature.toString());
        return header;
    }
}
