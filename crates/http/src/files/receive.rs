use actix_rt::Arbiter;
use actix_web::{rt, web::Data};
use application::{
    App, Caller,
    files::{Declared, Landed, Upload},
};
use domain::files::FileId;

use super::{FilePart, UploadForm, problems::refused};
use crate::{problem::Problem, shape::Signed, state::Api};

/// A file that has landed and is not part of a record yet. Unless it is [kept](Arrival::keep), nothing stays of it,
/// also when the request that brought it is dropped.
pub struct Arrival {
    /// What landed.
    pub landed: Landed,
    unfinished: Unfinished,
}

/// An upload that may have to be taken back.
struct Unfinished {
    api: Data<Api>,
    upload: Option<Upload>,
}

impl Arrival {
    /// The file is part of a record now.
    pub fn keep(mut self) {
        self.unfinished.upload = None;
    }

    /// It is not going to be.
    pub async fn take_back(mut self) {
        if let Some(upload) = self.unfinished.upload.take() {
            take_back(&self.unfinished.api, &upload).await;
        }
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        let Some(upload) = self.upload.take() else { return };
        let api = self.api.clone();
        // Whoever sent it went away. Without an arbiter the server is stopping; what is left is found later.
        if let Some(arbiter) = Arbiter::try_current() {
            arbiter.spawn_fn(move || {
                rt::spawn(async move { take_back(&api, &upload).await });
            });
        }
    }
}

/// Takes the bytes of an upload in.
pub async fn receive(api: &Data<Api>, upload: Upload, part: FilePart) -> Result<Arrival, Problem> {
    let mut unfinished = Unfinished { api: api.clone(), upload: Some(upload.clone()) };
    match api.app.storage().receive(&upload.incoming, part.bytes()).await {
        Ok(received) => Ok(Arrival { landed: Landed { file: upload.file, received }, unfinished }),
        Err(error) => {
            unfinished.upload = None;
            take_back(api, &upload).await;
            Err(refused(&error, &upload))
        }
    }
}

/// First the record says that the file is not wanted, then its bytes go, then the record: whoever dies in
/// between leaves something that is found again.
async fn take_back(api: &Data<Api>, upload: &Upload) {
    let outcome = try_to_take_back(api, upload).await;
    if let Err(problem) = outcome {
        tracing::warn!(file = %upload.file, %problem, "an upload is left to be removed later");
    }
}

async fn try_to_take_back(api: &Data<Api>, upload: &Upload) -> Result<(), Problem> {
    let file: FileId = upload.file;
    api.database(move |app| app.files().give_up(file)).await?;
    let storage = api.app.storage();
    storage.delete(upload.incoming.key).await?;
    storage.delete(upload.incoming.preview_key).await?;
    api.database(move |app| app.files().forget(file)).await
}

/// Takes the only file of a form in: one use case lets its bytes come, another keeps what landed.
pub async fn take_in<T, B, K>(
    api: &Data<Api>,
    caller: &Signed,
    form: UploadForm,
    begin: impl FnOnce(&App, &Caller, &Declared) -> Result<Upload, B> + Send + 'static,
    keep: impl FnOnce(&App, &Caller, &Landed) -> Result<T, K> + Send + 'static,
) -> Result<T, Problem>
where
    T: Send + 'static,
    B: Send + 'static,
    K: Send + 'static,
    Problem: From<B> + From<K>,
{
    let part = form.only_file(api, caller).await?;
    let (declared, beginner, keeper) = (part.declared.clone(), caller.0.clone(), caller.0.clone());
    let upload = api.database(move |app| begin(app, &beginner, &declared)).await?;
    let arrival = receive(api, upload, part).await?;
    api.complete(arrival, move |app, landed| keep(app, &keeper, landed)).await
}

impl Api {
    /// Completes an upload with a use case: what it refuses is taken back.
    pub(crate) async fn complete<T, E>(
        &self,
        arrival: Arrival,
        use_case: impl FnOnce(&App, &Landed) -> Result<T, E> + Send + 'static,
    ) -> Result<T, Problem>
    where
        T: Send + 'static,
        E: Send + 'static,
        Problem: From<E>,
    {
        let landed = arrival.landed;
        match self.database(move |app| use_case(app, &landed)).await {
            Ok(done) => {
                arrival.keep();
                Ok(done)
            }
            Err(problem) => {
                arrival.take_back().await;
                Err(problem)
            }
        }
    }
}
