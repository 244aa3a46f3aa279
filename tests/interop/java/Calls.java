import com.marketo.mktows.*;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.text.SimpleDateFormat;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.xml.bind.JAXBElement;
import javax.xml.datatype.DatatypeFactory;
import javax.xml.datatype.XMLGregorianCalendar;
import javax.xml.namespace.QName;
import javax.xml.soap.SOAPFault;
import javax.xml.ws.soap.SOAPFaultException;

/** Calls the service the way Java integrations did, through JAX-WS stubs: ENDPOINT USER_ID KEY. */
public class Calls {
    static final ObjectFactory MAKE = new ObjectFactory();
    static String user;
    static String key;
    static MktowsPort port;

    public static void main(String[] args) throws Exception {
        user = args[1];
        key = args[2];
        QName name = new QName("http://www.marketo.com/mktows/", "MktMktowsApiService");
        port = new MktMktowsApiService(new URL(args[0] + "?WSDL"), name).getMktowsApiSoapPort();

        List<String> ids = syncLeads();
        putOnList(ids);
        pageList();
        selectKeys(ids);
        selectUpdated();
        pageActivities(ids.get(0));
        pageChanges();
        syncOpportunities();
        attempt(Calls::pageOpportunities);
        returnLead();
        attempt(Calls::getNobody);
    }

    interface Step {
        void run() throws Exception;
    }

    /** A step that may be refused; the program goes on. */
    static void attempt(Step step) throws Exception {
        try {
            step.run();
        } catch (SOAPFaultException refused) {
            SOAPFault fault = refused.getFault();
            say("fault", fault.getFaultCode(), fault.getFaultString());
            say("message", fault.getDetail().getElementsByTagName("message").item(0).getTextContent());
            say("code", fault.getDetail().getElementsByTagName("code").item(0).getTextContent());
        }
    }

    /** A new header per call, as the time stamp is signed. */
    static AuthenticationHeader header() throws Exception {
        String stamp = new SimpleDateFormat("yyyy-MM-dd'T'HH:mm:ssXXX").format(new Date());
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
        StringBuilder signature = new StringBuilder();
        for (byte each : mac.doFinal((stamp + user).getBytes(StandardCharsets.UTF_8))) {
            signature.append(String.format("%02x", each));
        }
        AuthenticationHeader header = new AuthenticationHeader();
        header.setMktowsUserId(user);
        header.setRequestTimestamp(stamp);
        header.setRequestSignature(signature.toString());
        return header;
    }

    /** null stands for absent, nil for nil; brackets show where a text ends. */
    static String shown(Object value) {
        if (value instanceof JAXBElement) {
            JAXBElement<?> element = (JAXBElement<?>) value;
            return element.isNil() ? "nil" : shown(element.getValue());
        }
        return value instanceof String ? "[" + value + "]" : "" + value;
    }

    static void say(String what, Object... values) {
        StringBuilder line = new StringBuilder(what);
        for (Object value : values) line.append(" ").append(shown(value));
        System.out.println(line);
    }

    static LeadRecord record(String email, String... namesAndValues) {
        ArrayOfAttribute attributes = new ArrayOfAttribute();
        for (int at = 0; at < namesAndValues.length; at += 2) {
            Attribute attribute = new Attribute();
            attribute.setAttrName(namesAndValues[at]);
            attribute.setAttrValue(namesAndValues[at + 1]);
            attributes.getAttributes().add(attribute);
        }
        LeadRecord record = new LeadRecord();
        record.setEmail(MAKE.createLeadRecordEmail(email));
        record.setLeadAttributeList(MAKE.createLeadRecordLeadAttributeList(attributes));
        return record;
    }

    static List<String> syncLeads() throws Exception {
        ArrayOfLeadRecord records = new ArrayOfLeadRecord();
        for (int n = 1; n <= 5; n++) {
            records.getLeadRecords().add(
                record("java" + n + "@example.com", "FirstName", "Zoë <" + n + "> & co"));
        }
        LeadRecord nobody = new LeadRecord();
        nobody.setId(MAKE.createLeadRecordId(77));
        records.getLeadRecords().add(nobody);
        ParamsSyncMultipleLeads request = new ParamsSyncMultipleLeads();
        request.setLeadRecordList(records);
        request.setDedupEnabled(MAKE.createParamsSyncMultipleLeadsDedupEnabled(true));
        List<String> ids = new ArrayList<>();
        for (SyncStatus each : port.syncMultipleLeads(request, header())
                .getResult().getSyncStatusList().getSyncStatuses()) {
            say("synced", each.getStatus(), each.getError());
            if (each.getStatus() == LeadSyncStatus.CREATED) ids.add("" + each.getLeadId());
        }
        return ids;
    }

    static void putOnList(List<String> ids) throws Exception {
        ListKey list = new ListKey();
        list.setKeyType(ListKeyType.MKTOLISTNAME);
        list.setKeyValue("Trav-Test-List");
        ArrayOfLeadKey members = new ArrayOfLeadKey();
        for (String id : ids) {
            LeadKey member = new LeadKey();
            member.setKeyType(LeadKeyRef.IDNUM);
            member.setKeyValue(id);
            members.getLeadKeies().add(member);
        }
        ParamsListOperation request = new ParamsListOperation();
        request.setListOperation(ListOperationType.ADDTOLIST);
        request.setListKey(list);
        request.setListMemberList(members);
        ResultListOperation result = port.listOperation(request, header()).getResult();
        say("listed", result.isSuccess(), result.getStatusList());
    }

    static void pageList() throws Exception {
        StaticListSelector selector = new StaticListSelector();
        selector.setStaticListName(MAKE.createStaticListSelectorStaticListName("Trav-Test-List"));
        ParamsGetMultipleLeads request = new ParamsGetMultipleLeads();
        request.setLeadSelector(selector);
        request.setBatchSize(MAKE.createParamsGetMultipleLeadsBatchSize(2));
        ResultGetMultipleLeads page;
        do {
            page = port.getMultipleLeads(request, header()).getResult();
            say("page", page.getReturnCount(), page.getRemainingCount());
            for (LeadRecord lead : page.getLeadRecordList().getValue().getLeadRecords()) {
                say("member", lead.getEmail(), lead.getForeignSysPersonId());
            }
            request.setStreamPosition(
                MAKE.createParamsGetMultipleLeadsStreamPosition(page.getNewStreamPosition()));
        } while (page.getRemainingCount() > 0);
        say("end", page.getNewStreamPosition());
    }

    static void selectKeys(List<String> ids) throws Exception {
        LeadKeySelector selector = new LeadKeySelector();
        selector.setKeyType(LeadKeyRef.IDNUM);
        ArrayOfString keys = new ArrayOfString();
        keys.getStringItems().addAll(ids.subList(0, 2));
        selector.setKeyValues(keys);
        ArrayOfString include = new ArrayOfString();
        include.getStringItems().add("FirstName");
        ParamsGetMultipleLeads request = new ParamsGetMultipleLeads();
        request.setLeadSelector(selector);
        request.setIncludeAttributes(include);
        for (LeadRecord lead : port.getMultipleLeads(request, header())
                .getResult().getLeadRecordList().getValue().getLeadRecords()) {
            for (Attribute each : lead.getLeadAttributeList().getValue().getAttributes()) {
                say("selected", lead.getEmail(), each.getAttrName(), each.getAttrType(),
                    each.getAttrValue());
            }
        }
    }

    static XMLGregorianCalendar hours(int fromNow) throws Exception {
        XMLGregorianCalendar moment = DatatypeFactory.newInstance().newXMLGregorianCalendar(
            new SimpleDateFormat("yyyy-MM-dd'T'HH:mm:ss.SSSXXX").format(new Date()));
        moment.add(DatatypeFactory.newInstance().newDuration(fromNow * 3_600_000L));
        return moment;
    }

    static void selectUpdated() throws Exception {
        LastUpdateAtSelector selector = new LastUpdateAtSelector();
        selector.setOldestUpdatedAt(hours(-1));
        ParamsGetMultipleLeads request = new ParamsGetMultipleLeads();
        request.setLeadSelector(selector);
        request.setBatchSize(MAKE.createParamsGetMultipleLeadsBatchSize(3));
        ResultGetMultipleLeads page;
        do {
            page = port.getMultipleLeads(request, header()).getResult();
            say("updated", page.getReturnCount(), page.getRemainingCount());
            request.setStreamPosition(
                MAKE.createParamsGetMultipleLeadsStreamPosition(page.getNewStreamPosition()));
        } while (page.getRemainingCount() > 0);
    }

    static void pageActivities(String id) throws Exception {
        LeadKey lead = new LeadKey();
        lead.setKeyType(LeadKeyRef.IDNUM);
        lead.setKeyValue(id);
        ParamsGetLeadActivity request = new ParamsGetLeadActivity();
        request.setLeadKey(lead);
        request.setBatchSize(MAKE.createParamsGetLeadActivityBatchSize(1));
        LeadActivityList page;
        do {
            page = port.getLeadActivity(request, header()).getLeadActivityList();
            for (ActivityRecord each : page.getActivityRecordList().getValue().getActivityRecords()) {
                say("activity", each.getActivityType(), each.getMktgAssetName(),
                    each.getMktPersonId().equals(id), each.getPersonName(),
                    each.getCampaign());
            }
            // The position goes back as the object it came as: its nil members are sent as nil.
            request.setStartPosition(
                MAKE.createParamsGetLeadActivityStartPosition(page.getNewStartPosition()));
        } while (page.getRemainingCount() > 0);
    }

    static void pageChanges() throws Exception {
        StreamPosition start = new StreamPosition();
        start.setOldestCreatedAt(MAKE.createStreamPositionOldestCreatedAt(hours(-1)));
        ArrayOfString names = new ArrayOfString();
        names.getStringItems().add("New Lead");
        ParamsGetLeadChanges request = new ParamsGetLeadChanges();
        request.setStartPosition(start);
        request.setActivityNameFilter(MAKE.createParamsGetLeadChangesActivityNameFilter(names));
        request.setBatchSize(MAKE.createParamsGetLeadChangesBatchSize(2));
        ResultGetLeadChanges page;
        do {
            page = port.getLeadChanges(request, header()).getResult();
            say("changes", page.getReturnCount(), page.getRemainingCount());
            for (LeadChangeRecord each
                    : page.getLeadChangeRecordList().getValue().getLeadChangeRecords()) {
                List<Attribute> attributes =
                    each.getActivityAttributes().getValue().getAttributes();
                say("change", each.getActivityType(), attributes.get(0).getAttrName(),
                    attributes.get(0).getAttrValue(), each.getCampaign());
            }
            request.setStartPosition(page.getNewStartPosition());
        } while (page.getRemainingCount() > 0);
    }

    static Attrib attrib(String name, String value) {
        Attrib attrib = new Attrib();
        attrib.setName(name);
        attrib.setValue(value);
        return attrib;
    }

    static void syncOpportunities() throws Exception {
        int created = 0;
        for (int turn = 0; turn < 2; turn++) {
            ArrayOfMObject objects = new ArrayOfMObject();
            for (int n = 1; n <= 100; n++) {
                MObject object = new MObject();
                object.setType("Opportunity");
                ArrayOfAttrib attribs = new ArrayOfAttrib();
                attribs.getAttribs().add(attrib("Name", "Java " + (100 * turn + n)));
                attribs.getAttribs().add(attrib("Stage", "java"));
                object.setAttribList(attribs);
                objects.getMObjects().add(object);
            }
            ParamsSyncMObjects write = new ParamsSyncMObjects();
            write.setMObjectList(objects);
            write.setOperation(SyncOperationEnum.INSERT);
            for (MObjStatus each : port.syncMObjects(write, header())
                    .getResult().getMObjStatusList().getMObjStatuses()) {
                if (each.getStatus() == MObjStatusEnum.CREATED && each.getError() == null) created++;
            }
        }
        say("opportunities", created);
    }

    static void pageOpportunities() throws Exception {
        MObjCriteria criteria = new MObjCriteria();
        criteria.setAttrName("Stage");
        criteria.setComparison(ComparisonEnum.EQ);
        criteria.setAttrValue("java");
        ArrayOfMObjCriteria all = new ArrayOfMObjCriteria();
        all.getMObjCriterias().add(criteria);
        ParamsGetMObjects read = new ParamsGetMObjects();
        read.setType("Opportunity");
        read.setMObjCriteriaList(all);
        ResultGetMObjects page;
        do {
            page = port.getMObjects(read, header()).getResult();
            say("objects", page.getReturnCount(), page.isHasMore(),
                page.getMObjectList().getMObjects().get(0).getAttribList().getAttribs().get(0)
                    .getValue());
            read.setStreamPosition(page.getNewStreamPosition());
        } while (page.isHasMore());
    }

    static void returnLead() throws Exception {
        ParamsSyncLead request = new ParamsSyncLead();
        request.setLeadRecord(record("java1@example.com", "FirstName", "", "LastName", "Last"));
        request.setReturnLead(true);
        MktowsContextHeader context = new MktowsContextHeader();
        context.setTargetWorkspace("default");
        ResultSyncLead result = port.syncLead(request, header(), context).getResult();
        say("returned", result.getSyncStatus().getStatus(), result.getSyncStatus().getError());
        LeadRecord lead = result.getLeadRecord().getValue();
        for (Attribute each : lead.getLeadAttributeList().getValue().getAttributes()) {
            say("returned", each.getAttrName(), each.getAttrValue());
        }
        request.setReturnLead(false);
        say("returned", port.syncLead(request, header(), context).getResult().getLeadRecord());
    }

    static void getNobody() throws Exception {
        LeadKey nobody = new LeadKey();
        nobody.setKeyType(LeadKeyRef.EMAIL);
        nobody.setKeyValue("nobody@example.com");
        ParamsGetLead request = new ParamsGetLead();
        request.setLeadKey(nobody);
        port.getLead(request, header());
    }
}
