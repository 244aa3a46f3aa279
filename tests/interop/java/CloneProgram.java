import com.marketo.mktows.*;
import java.net.URL;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import javax.xml.datatype.DatatypeFactory;
import javax.xml.namespace.QName;

/** Schedules a campaign of a cloned program, tomorrow: ENDPOINT USER KEY CLONE. */
public class CloneProgram {
    public static void main(String[] args) throws Exception {
        QName name = new QName("http://www.marketo.com/mktows/", "MktMktowsApiService");
        MktowsPort port =
            new MktMktowsApiService(new URL(args[0] + "?WSDL"), name).getMktowsApiSoapPort();
        ObjectFactory objectFactory = new ObjectFactory();
        ParamsScheduleCampaign request = new ParamsScheduleCampaign();
        request.setProgramName("Trav-Demo-Program");
        request.setCampaignName("Batch Campaign Example");
        String tomorrow = Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS) + "";
        request.setCampaignRunAt(objectFactory.createParamsScheduleCampaignCampaignRunAt(
            DatatypeFactory.newInstance().newXMLGregorianCalendar(tomorrow)));
        request.setCloneToProgramName(
            objectFactory.createParamsScheduleCampaignCloneToProgramName(args[3]));
        Attrib token = new Attrib();
        token.setName("{{my.message}}");
        token.setValue("Updated message");
        ArrayOfAttrib tokens = new ArrayOfAttrib();
        tokens.getAttribs().add(token);
        request.setProgramTokenList(
            objectFactory.createParamsScheduleCampaignProgramTokenList(tokens));
        AuthenticationHeader header = Operations.header(args[1], args[2]);
        System.out.println(port.scheduleCampaign(request, header).getResult().isSuccess());
    }
}
