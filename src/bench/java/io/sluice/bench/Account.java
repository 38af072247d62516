package io.sluice.bench;

import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Timestamp;

/** A billing account as a bean, for the typed merge; the generator makes the same columns. */
public final class Account {
  private String id;
  private BigDecimal balance;
  private Boolean autoPay;
  private String currency;
  private String identityId;
  private Date lastInvoiceDate;
  private String contactId;
  private BigDecimal mrr;
  private String crmId;
  private String status;
  private Timestamp updatedAt;
  private Boolean deleted;

  public String getId() {
    return id;
  }

  public void setId(String id) {
    this.id = id;
  }

  public BigDecimal getBalance() {
    return balance;
  }

  public void setBalance(BigDecimal balance) {
    this.balance = balance;
  }

  public Boolean getAutoPay() {
    return autoPay;
  }

  public void setAutoPay(Boolean autoPay) {
    this.autoPay = autoPay;
  }

  public String getCurrency() {
    return currency;
  }

  public void setCurrency(String currency) {
    this.currency = currency;
  }

  public String getIdentityId() {
    return identityId;
  }

  public void setIdentityId(String identityId) {
    this.identityId = identityId;
  }

  public Date getLastInvoiceDate() {
    return lastInvoiceDate;
  }

  public void setLastInvoiceDate(Date lastInvoiceDate) {
    this.lastInvoiceDate = lastInvoiceDate;
  }

  public String getContactId() {
    return contactId;
  }

  public void setContactId(String contactId) {
    this.contactId = contactId;
  }

  public BigDecimal getMrr() {
    return mrr;
  }

  public void setMrr(BigDecimal mrr) {
    this.mrr = mrr;
  }

  public String getCrmId() {
    return crmId;
  }

  public void setCrmId(String crmId) {
    this.crmId = crmId;
  }

  public String getStatus() {
    return status;
  }

  public void setStatus(String status) {
    this.status = status;
  }

  public Timestamp getUpdatedAt() {
    return updatedAt;
  }

  public void setUpdatedAt(Timestamp updatedAt) {
    this.updatedAt = updatedAt;
  }

  public Boolean getDeleted() {
    return deleted;
  }

  public void setDeleted(Boolean deleted) {
    this.deleted = deleted;
  }
}
